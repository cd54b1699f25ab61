"""Judges what was measured of the sound, against a delivery profile."""

import math
from collections.abc import Iterator

from mediaq.analyzers.audio import findings_level, findings_stereo
from mediaq.analyzers.audio.clipping import TOGETHER_SECONDS
from mediaq.analyzers.audio.envelope import SILENCE, STEP
from mediaq.analyzers.audio.track import SoundMeasures
from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found, number
from mediaq.analyzers.findings.profiles import Profile
from mediaq.analyzers.findings.ranges import Range, joined

EDGE = 0.1
# Off a target by less, nobody notices without a comparison.
NOTICED_LU = 6.0
# Lossy codecs overshoot full scale by about so much, and nobody hears it.
OVERSHOOT_DB = 1.0
# Clipped samples a second: below the first a listener hears nothing of it, from the second on much.
FEW_CLIPPED, MANY_CLIPPED = 100.0, 1000.0
# What is quieter does not count for the loudness (ITU-R BS.1770).
LEAST_LUFS = -70.0


def decibels(amplitude: float) -> float | None:
    """Level of a linear amplitude, full scale 1.0; None for silence."""
    return 20 * math.log10(amplitude) if amplitude > 0 else None


def judge(sound: SoundMeasures, profile: Profile, until: float) -> Iterator[Finding]:
    """All findings about a sound stream of a file that ends at `until` seconds.

    A stream that is silent throughout has no loudness.
    """
    whole = Range(sound.start, sound.end)
    if profile.measure == "rms":
        yield from _rms(sound, whole, profile)
    elif sound.loudness is not None:
        yield _loudness(sound.loudness, whole, sound=sound, profile=profile)
    elif sound.sample_peak >= SILENCE:
        yield _unmeasured(whole, profile)
    yield from _peak(sound, whole, profile)
    yield from _clipping(sound)
    yield from _silence(sound, Range(0.0, until))
    yield from findings_level.dynamics(sound.loudness_range, whole)
    yield from findings_level.level_jumps(sound.blocks, sound.loudness, sound.peaks)
    yield from findings_level.noise_floor(sound.blocks, profile)
    yield from findings_level.offset(sound.blocks, whole)
    yield from findings_stereo.judge(sound.blocks, whole)


def _unmeasured(whole: Range, profile: Profile) -> Finding:
    """The finding of a sound that is heard and has no loudness: too short, or far too quiet."""
    if whole.length < threshold("audio.too_short"):
        return found("audio.too_short", whole, whole.length)
    words = {**_direction(profile.level - LEAST_LUFS), "target": profile.level}
    finding = found("audio.loudness", whole, LEAST_LUFS, **words, profile=profile.name)
    message = finding.message.replace(": ", ": less than ", 1)
    finding = _by_ear(finding, noticed=True) if profile.target else finding
    return finding.but(
        message=message, threshold=profile.level, source=profile.source, details=_details(profile)
    )


def _rms(sound: SoundMeasures, whole: Range, profile: Profile) -> Iterator[Finding]:
    level = findings_stereo.power_db(float(sound.blocks.mean_power.mean()))
    if sound.sample_peak >= SILENCE and profile.off_target(level):
        change = profile.level - level
        yield found(
            "audio.rms_acx",
            whole,
            level,
            **_direction(change),
            low=profile.level - profile.tolerance,
            high=profile.level + profile.tolerance,
            profile=profile.name,
        ).but(threshold=profile.level, source=profile.source, details=_details(profile))


def _direction(change: float) -> dict[str, object]:
    """Words for a level that should change by so many dB."""
    return {
        "direction": "quiet" if change > 0 else "loud",
        "turn": "up" if change > 0 else "down",
        "change": abs(change),
    }


def _loudness(loudness: float, whole: Range, *, sound: SoundMeasures, profile: Profile) -> Finding:
    change = profile.level - loudness
    finding = found(
        "audio.loudness",
        whole,
        loudness,
        **_direction(change),
        target=profile.level,
        profile=profile.name,
    ).but(threshold=profile.level, source=profile.source, details=_details(profile))
    if not profile.off_target(loudness):
        finding = _within(finding, profile)
    elif change > (headroom := profile.peak - (decibels(sound.true_peak) or -math.inf)):
        limit = number(profile.peak)
        advice = finding.suggestion.removesuffix(".")
        finding = finding.but(
            suggestion=f"{advice} and limit the peaks to {limit} dBTP.",
            details={**finding.details, "headroom_db": round(headroom, 1)},
        )
    if profile.target and profile.off_target(loudness):
        finding = _by_ear(finding, noticed=abs(change) > NOTICED_LU)
    if profile.dialogue_gated:
        note = "It was measured over the whole programme, not over speech alone."
        finding = finding.but(message=f"{finding.message} {note}")
    return finding


def _by_ear(finding: Finding, *, noticed: bool) -> Finding:
    """What misses a common target is no error, and a little of it only worth knowing."""
    if noticed:
        return finding.but(severity="warning")
    return finding.but(severity="info", message=finding.message.replace("too", "a little", 1))


def _details(profile: Profile) -> dict[str, object]:
    return {"profile": profile.name, "tolerance": profile.tolerance}


def _within(finding: Finding, profile: Profile) -> Finding:
    value, target = number(finding.measurement or 0.0), number(profile.level)
    return finding.but(
        severity="info",
        message=f"The loudness is within the target: {value} LUFS, where {target} LUFS is "
        f"expected ({profile.name}).",
        suggestion="Nothing needs to be done.",
    )


def _peak(sound: SoundMeasures, whole: Range, profile: Profile) -> Iterator[Finding]:
    by_samples = profile.measure == "rms"
    peak = decibels(sound.sample_peak if by_samples else sound.true_peak)
    if peak is None or peak <= profile.peak:
        return
    finding = found(
        "audio.true_peak",
        whole,
        peak,
        limit=profile.peak,
        unit="dBFS" if by_samples else "dBTP",
        profile=profile.name,
        change=max(peak - profile.peak, 0.1),
    ).but(threshold=profile.peak, source=profile.source, details={"profile": profile.name})
    if profile.target:
        finding = _by_ear(finding, noticed=peak > OVERSHOOT_DB)
    yield finding.but(unit="dBFS") if by_samples else finding


def _clipping(sound: SoundMeasures) -> Iterator[Finding]:
    for clip in sound.clips:
        finding = found("audio.clipping", clip.range, float(clip.samples))
        rate = clip.samples / max(clip.range.length, TOGETHER_SECONDS)
        if rate < FEW_CLIPPED:
            yield finding.but(
                severity="info", suggestion="Nothing needs to be done unless you hear it."
            )
        else:
            yield finding if rate >= MANY_CLIPPED else finding.but(severity="warning")


def _silence(sound: SoundMeasures, whole: Range) -> Iterator[Finding]:
    """Silence, and the time at both ends of the file in which the stream has no sound."""
    ends = (Range(0.0, sound.start), Range(sound.end, whole.end))
    around = [end for end in ends if end.length > STEP]
    edge = min(EDGE, whole.length / 10)
    for silence in joined((*sound.silent, *around), STEP):
        at_start = silence.start <= whole.start + edge
        at_end = silence.end >= whole.end - edge
        dropout = silence.length >= threshold("audio.dropout")
        if at_start and at_end:
            finding = found("audio.silence", silence, silence.length)
            yield finding.but(message="The sound is silent from start to end.")
        elif dropout and not (at_start or at_end):
            yield found("audio.dropout", silence, silence.length)
        elif silence.length >= threshold("audio.silence"):
            finding = found("audio.silence", silence, silence.length)
            usual = (at_start or at_end) and not dropout
            yield finding.but(severity="info") if usual else finding
