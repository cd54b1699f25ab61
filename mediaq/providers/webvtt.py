"""A transcript as WebVTT, https://www.w3.org/TR/webvtt1/."""

import html
from collections.abc import Iterable

from mediaq.providers.transcript import Segment


def webvtt(segments: Iterable[Segment]) -> str:
    """One cue a segment; what the format would read as markup is escaped."""
    return "".join(["WEBVTT\n", *(f"\n{_cue(segment)}\n" for segment in segments)])


def _cue(segment: Segment) -> str:
    # A cue ends after at least a millisecond, or players refuse it.
    end = max(segment.end_ms, segment.start_ms + 1)
    text = html.escape(" ".join(segment.text.split()), quote=False)
    return f"{_clock(segment.start_ms)} --> {_clock(end)}\n{text}"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
