"""Reads the captions of a file: its first track of text, by packets alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import AssSubtitle

from mediaq.analyzers.ffmpeg.opening import decoder, opened
from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.request import Request
from mediaq.errors import MediaInvalid

MOST_CUES = 20_000
MOST_CHARACTERS = 2_000
# The others are pictures of text.
_TEXT = ("mov_text", "subrip", "srt", "webvtt", "ass", "ssa", "text")
# Styles of ASS, which the decoders of all formats give.
_STYLE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at once, in seconds from the start of the file."""

    span: Range
    lines: tuple[str, ...]


def read(request: Request) -> list[Cue]:
    """The captions, as far as they can be read; none where there is no track of text."""
    with opened(request.source, max_pixels=request.max_pixels) as container:
        stream = next((one for one in container.streams.subtitles if _is_text(one)), None)
        if stream is None:
            return []
        for other in container.streams:
            if other is not stream:
                other.discard = Discard.all
        return list(_cues(container, stream, request.max_duration))


def _is_text(stream: SubtitleStream) -> bool:
    context = decoder(stream)
    return context is not None and context.name in _TEXT


def _cues(container: InputContainer, stream: SubtitleStream, until: float) -> Iterator[Cue]:
    origin = (container.start_time or 0) / 1_000_000
    found = 0
    try:
        for packet in container.demux(stream):
            cue = _cue(packet, origin)
            if cue is None:
                continue
            if found == MOST_CUES or cue.span.start >= until:
                return
            found += 1
            yield cue
    except (av.FFmpegError, MediaInvalid):
        return


def _cue(packet: "Packet[SubtitleStream]", origin: float) -> Cue | None:
    """None for the gaps between captions, and for what has no end."""
    if packet.pts is None or not packet.duration:
        return None
    texts = [part.dialogue for part in packet.decode() if isinstance(part, AssSubtitle)]
    lines = _lines(b"\n".join(texts).decode("utf-8", "replace"))
    start = float(packet.pts * packet.time_base) - origin
    end = start + float(packet.duration * packet.time_base)
    return Cue(Range(start, end), lines) if lines and start >= 0 else None


def _lines(text: str) -> tuple[str, ...]:
    plain = _STYLE.sub("", text[:MOST_CHARACTERS]).replace("\\N", "\n").replace("\\n", "\n")
    return tuple(line for part in plain.splitlines() if (line := " ".join(part.split())))
