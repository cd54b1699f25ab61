"""What a container says about itself: streams, tags, durations. Claims, capped and cleaned."""

import os
from typing import Any

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from mediaq.analyzers.cleaning import clean

# What recorders write that do not know the size beforehand is this or more.
OPEN_SIZE = 0x7FFF0000
MOST_STREAMS = 32
MOST_TAGS = 32


def tags(metadata: dict[str, str]) -> dict[str, str]:
    """At most 32 tags, cleaned."""
    pairs = list(metadata.items())[:MOST_TAGS]
    return {clean(key)[:64]: clean(value) for key, value in pairs}


def is_cover(stream: Stream) -> bool:
    """Whether a video stream is only the attached picture of a sound file."""
    return bool(stream.disposition & Disposition.attached_pic)


def declared_seconds(container: InputContainer, stream: Stream | None = None) -> float | None:
    """The duration that the header claims, of one stream if it says so, else of the file."""
    if container.format.name == "avi" and stream and stream.frames and stream.time_base:
        # Its duration is what the bytes at hand last; the header counts in units of the time base.
        return float(stream.frames * stream.time_base)
    whole = container.duration / 1_000_000 if container.duration else None
    if stream is None or not stream.duration or stream.time_base is None:
        return whole
    own = float(stream.duration * stream.time_base)
    return own if whole is None else min(own, whole)


def lost_seconds(path: str, stream: AudioStream) -> float:
    """Seconds that a WAV file lacks at its end, going by the size in its header; 0 for others.

    FFmpeg takes such a file for whole. Sizes that a live recorder leaves open say nothing.
    """
    with open(path, "rb") as file:
        head = file.read(12)
        here = file.seek(0, os.SEEK_END)
    size = int.from_bytes(head[4:8], "little")
    if head[:4] != b"RIFF" or head[8:] != b"WAVE" or size >= OPEN_SIZE or not stream.bit_rate:
        return 0.0
    return max(size + len(head[:8]) - here, 0) * 8 / stream.bit_rate


def frame_rate(stream: VideoStream) -> float | None:
    """Frames per second as the container states them."""
    rate = stream.average_rate or stream.guessed_rate
    return round(float(rate), 3) if rate else None


def streams(container: InputContainer) -> list[dict[str, Any]]:
    """The first 32 streams, one object each."""
    return [_stream(stream) for stream in list(container.streams)[:MOST_STREAMS]]


def _stream(stream: Stream) -> dict[str, Any]:
    context = getattr(stream, "codec_context", None)
    facts: dict[str, Any] = {
        "index": stream.index,
        "type": stream.type,
        "codec": clean(context.codec.canonical_name) if context else None,
        "language": clean(stream.language) if stream.language else None,
    }
    if isinstance(stream, VideoStream) and context:
        facts |= {
            "width": stream.width,
            "height": stream.height,
            "frame_rate": frame_rate(stream),
            "pixel_format": stream.pix_fmt,
            "cover": is_cover(stream),
        }
    if isinstance(stream, AudioStream) and context:
        facts |= {
            "sample_rate": stream.rate,
            "channels": stream.channels,
            "layout": clean(stream.layout.name),
            "sample_format": stream.format.name if stream.format else None,
        }
    return facts
