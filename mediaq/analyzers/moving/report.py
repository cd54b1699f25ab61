"""Puts the answer together from what was read."""

from typing import Any

from av.container import InputContainer

from mediaq.analyzers.audio.findings import decibels
from mediaq.analyzers.audio.track import SoundMeasures
from mediaq.analyzers.findings.finding import Finding, number, tally
from mediaq.analyzers.moving import facts
from mediaq.analyzers.moving.reading import Reading, picture_stream
from mediaq.analyzers.video.findings import percent
from mediaq.analyzers.video.track import PictureMeasures


def media(
    container: InputContainer, reading: Reading, picture: PictureMeasures | None
) -> dict[str, Any]:
    """What the media is: decoded duration and size, and the header's claims beside them."""
    declared = facts.declared_seconds(container)
    stream = picture_stream(container)
    return {
        "media_type": "audio" if picture is None else "video",
        "format": container.format.name,
        "duration_ms": round(reading.end * 1000),
        "declared_duration_ms": None if declared is None else round(declared * 1000),
        "width": picture.size[0] if picture else None,
        "height": picture.size[1] if picture else None,
        "frame_rate": facts.frame_rate(stream) if stream and picture else None,
        "streams": facts.streams(container),
        "tags": facts.tags(container.metadata),
    }


def technical(
    picture: PictureMeasures | None,
    sound: SoundMeasures | None,
    *,
    findings: list[Finding],
    dropped: int,
    end: float,
) -> dict[str, Any]:
    """The result row: statistics of both streams and a sentence."""
    result = {
        "video": None if picture is None else _picture(picture),
        "audio": None if sound is None else _sound(sound),
        **tally(findings),
        "findings_dropped": dropped,
    }
    return {
        "analysis_type": "technical",
        "summary": _summary(picture, findings, end),
        "result": result,
        "confidence": 1.0,
    }


def _summary(picture: PictureMeasures | None, findings: list[Finding], end: float) -> str:
    what = "Audio" if picture is None else "Video"
    size = "" if picture is None else f", {picture.size[0]} x {picture.size[1]} px"
    bad = sum(finding.severity in ("critical", "error") for finding in findings)
    plural = "" if len(findings) == 1 else "s"
    count = f"{len(findings)} finding{plural}, {bad} of them serious"
    return f"{what} of {number(end)} s{size}: {count if findings else 'no findings'}."


def _picture(picture: PictureMeasures) -> dict[str, Any]:
    cuts, samples = picture.motion.cuts, picture.samples
    count = max(len(samples), 1)
    return {
        "frames_decoded": picture.frames,
        "frames_sampled": len(samples),
        "scenes": {
            "count": len(cuts) + 1,
            "mean_seconds": round((picture.end - picture.start) / (len(cuts) + 1), 3),
            "cuts_ms": [round(cut * 1000) for cut in cuts[:1000]],
        },
        "brightness_percent": round(sum(map(percent, samples)) / count, 1),
        "saturation": round(sum(sample.look.saturation for sample in samples) / count, 1),
        "black_ms": [[round(t * 1000) for t in black] for black in picture.motion.black[:200]],
    }


def _sound(sound: SoundMeasures) -> dict[str, Any]:
    return {
        "channels": sound.channels,
        "sample_rate": sound.rate,
        "integrated_lufs": _rounded(sound.loudness),
        "range_lu": _rounded(sound.loudness_range),
        "true_peak_dbtp": _rounded(decibels(sound.true_peak)),
        "sample_peak_dbfs": _rounded(decibels(sound.sample_peak)),
        "clipped_samples": sum(clip.samples for clip in sound.clips),
        "silent_ms": round(1000 * sum(silence.length for silence in sound.silent)),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
