"""Judges how the level of sound moves, and what is heard in its pauses."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from mediaq.analyzers.audio.blocks import Blocks
from mediaq.analyzers.audio.envelope import SILENCE, STEP
from mediaq.analyzers.audio.findings_stereo import LEAST_DB, MOST_PLACES, power_db
from mediaq.analyzers.audio.loudness import jumps
from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.findings.profiles import Profile
from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.findings.rules_audio import FAINT_NOISE_DB, LEAST_DYNAMICS_LU, LOUD_NOISE_DB

Peaks = NDArray[np.float32]
# EBU Tech 3342: a loudness range says little about a programme shorter than a minute.
LEAST_RANGE_SECONDS = 60.0
# A steady sound (a test tone, a hum) has no dynamics to judge.
STEADY_RANGE_LU = 0.5
LEAST_OFFSET_SECONDS = 1.0
JUMP_SECONDS = 3.0
QUIET_BLOCKS = 5
# Noise is level: its blocks of 100 ms are this close together, and so are its pauses.
LEVEL_DB = 4.0
# A pause lies this far under the mean level.
PAUSE_DB = 15.0
# Where nothing is even so much quieter than the whole, there is no pause at all.
LEAST_PAUSE_DB = 6.0
# Noise measures about -3 by `flatness`, tones less than -10.
NOISE_FLATNESS_DB = -5.0
# Under this below the integrated loudness a stretch is background: a jump may well be meant.
BACKGROUND_LU = 10.0
# A cut changes the level by most of the jump within so many blocks of 100 ms; music takes longer.
CUT_BLOCKS = 2
CUT_SHARE = 0.75


def dynamics(loudness_range: float | None, whole: Range) -> Iterator[Finding]:
    """A loudness range (LU) that is very large or very small."""
    if loudness_range is None or whole.length < LEAST_RANGE_SECONDS:
        return
    finding = found("audio.dynamics", whole, loudness_range)
    if loudness_range > threshold("audio.dynamics"):
        yield finding
    elif STEADY_RANGE_LU < loudness_range < LEAST_DYNAMICS_LU:
        yield finding.but(
            threshold=LEAST_DYNAMICS_LU,
            message=f"The loudness hardly varies: its range is {loudness_range:.1f} LU.",
            suggestion="Compress less, if more life is wanted.",
        )


def level_jumps(blocks: Blocks, loudness: float | None, peaks: Peaks) -> Iterator[Finding]:
    """At most twenty jumps of the short-term loudness, the largest of them.

    `peaks` are those of every 10 ms: they tell where, to less than a block. Between programme and
    background (music begins after a quiet scene) jumps are only told, and so are those that take
    their time, as in music where a chord dies away.
    """
    if loudness is None:
        return
    least = threshold("audio.level_jump")
    every = jumps(blocks.momentary, blocks.short_term, loudness=loudness, least=least)
    for jump in sorted(every, key=lambda item: -abs(item.change))[:MOST_PLACES]:
        start = _steepest(peaks, float(blocks.ends[jump.block]))
        direction = "up" if jump.change > 0 else "down"
        span = Range(start, min(start + JUMP_SECONDS, float(blocks.ends[-1])))
        finding = found("audio.level_jump", span, abs(jump.change), direction=direction)
        meant = jump.lower < loudness - BACKGROUND_LU or not _sudden(blocks, start, jump.change)
        advice = "Nothing needs to be done if it is meant."
        told = finding.but(severity="info", confidence=0.6, suggestion=advice)
        yield told if meant else finding


def _sudden(blocks: Blocks, at: float, change: float) -> bool:
    """Whether the level moves by most of `change` (dB) at once, somewhere near `at` (seconds)."""
    middle = int(np.searchsorted(blocks.starts, at))
    near = blocks.power.mean(axis=1)[max(middle - 10, 0) : middle + 10]
    if near.size < 6 + CUT_BLOCKS:
        return True
    levels = 10 * np.log10(sliding_window_view(np.maximum(near, 1e-12), 3).mean(axis=1))
    steps = (levels[3 + CUT_BLOCKS - 1 :] - levels[: -(3 + CUT_BLOCKS - 1)]) * np.sign(change)
    return bool(steps.max() >= CUT_SHARE * abs(change))


def _steepest(peaks: Peaks, around: float) -> float:
    """The time near `around` (seconds) at which peaks before and after differ most."""
    side, reach, middle = 10, 15, round(around / STEP)
    near = peaks[max(middle - reach - side, 0) : middle + reach + side]
    if near.size < 2 * (reach + side):
        return around
    levels = sliding_window_view(np.log10(np.maximum(near, SILENCE)), side).mean(axis=1)
    change = np.abs(levels[side:] - levels[:-side])
    return (middle - reach + int(change.argmax())) * STEP


def offset(blocks: Blocks, whole: Range) -> Iterator[Finding]:
    """A constant part of the wave."""
    value = float(np.abs(blocks.offset).max()) * 100
    if value > threshold("audio.dc_offset") and whole.length >= LEAST_OFFSET_SECONDS:
        yield found("audio.dc_offset", whole, value)


class Floor(NamedTuple):
    """The quietest half second: where, how loud (dB); whether it is steady, and whether it is
    noise that comes again and lies far under the sound."""

    span: Range
    level: float
    steady: bool
    pause: bool


def noise_floor(blocks: Blocks, profile: Profile) -> Iterator[Finding]:
    """Noise in pauses that is heard.

    Where the profile limits the floor, every steady half second counts that is a little quieter
    than the rest. Elsewhere it must be noise in a pause, for music without pauses has no floor, and
    near enough to the sound.
    """
    floor = quietest(blocks)
    if floor is None or floor.level <= threshold("audio.noise_floor"):
        return
    below = power_db(float(blocks.mean_power.mean())) - floor.level
    finding = found("audio.noise_floor", floor.span, floor.level, below=below)
    if profile.noise_floor is not None:
        if floor.steady and below >= LEAST_PAUSE_DB:
            yield finding.but(severity="error", source=profile.source)
    elif floor.pause and below < FAINT_NOISE_DB:
        yield finding if below < LOUD_NOISE_DB else finding.but(severity="info")


def quietest(blocks: Blocks) -> Floor | None:
    """The floor of sound that lasts half a second."""
    power = blocks.power.mean(axis=1)
    if power.size < QUIET_BLOCKS:
        return None
    windows = np.maximum(sliding_window_view(power, QUIET_BLOCKS), 1e-30)
    levels = 10 * np.log10(windows.mean(axis=1))
    steady = 10 * np.log10(windows.max(axis=1) / windows.min(axis=1)) <= LEVEL_DB
    least = int(levels.argmin())
    alike = np.flatnonzero((levels <= levels[least] + LEVEL_DB) & steady)
    again = alike.size > 0 and int(alike[-1] - alike[0]) >= QUIET_BLOCKS
    far_below = levels[least] <= power_db(float(blocks.mean_power.mean())) - PAUSE_DB
    noise = blocks.flatness[least : least + QUIET_BLOCKS].mean() >= NOISE_FLATNESS_DB
    span = Range(float(blocks.starts[least]), float(blocks.ends[least + QUIET_BLOCKS - 1]))
    pause = bool(steady[least] and again and far_below and noise)
    return Floor(span, max(float(levels[least]), LEAST_DB), bool(steady[least]), pause)
