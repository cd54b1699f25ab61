"""Cues and their two file formats: SubRip and WebVTT (https://www.w3.org/TR/webvtt1/).

pysubs2 reads them in the tests; it does not write them, for it takes a backslash or brace of the
text for markup of SubStation and has no way to escape one.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from api.exports.lines import wrapped

# How long a cue stays, at least and at most, and how fast is read: 5/6 s, 7 s, 17 characters a
# second (Netflix, Timed Text Style Guide).
SHORTEST_MS, LONGEST_MS, CHARACTERS_PER_SECOND = 834, 7000, 17
_TAG = re.compile(r"<(?=[A-Za-z/!])")
# Readers of SRT take a line with two times for the beginning of a cue, arrow or no arrow.
_TIME = re.compile(r"(:\s*\d{1,2}\s*)[.,](?=\s*\d)")


@dataclass(frozen=True)
class Cue:
    """One line of text, which is wrapped when it is written, and when it shows."""

    start_ms: int
    end_ms: int
    text: str


def reading_ms(text: str) -> int:
    """How long it takes to read."""
    return max(SHORTEST_MS, min(LONGEST_MS, len(text) * 1000 // CHARACTERS_PER_SECOND))


def srt(cues: Iterable[Cue]) -> str:
    """SubRip, which knows no escapes: what players would take for markup is replaced."""
    blocks = [
        f"{number}\n{_stamp(cue.start_ms, ',')} --> {_stamp(cue.end_ms, ',')}\n{_plain(cue.text)}\n"
        for number, cue in enumerate(_in_order(cues), 1)
    ]
    return "\n".join(blocks)


def vtt(cues: Iterable[Cue]) -> str:
    """WebVTT."""
    blocks = [
        f"\n{_stamp(cue.start_ms, '.')} --> {_stamp(cue.end_ms, '.')}\n{_escaped(cue.text)}\n"
        for cue in _in_order(cues)
    ]
    return "WEBVTT\n" + "".join(blocks)


def clock(ms: int) -> str:
    """A time for people: `00:01:02.345`."""
    return _stamp(ms, ".")


def _in_order(cues: Iterable[Cue]) -> list[Cue]:
    return sorted(cues, key=lambda cue: cue.start_ms)


def _stamp(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{ms:03d}"


def _plain(text: str) -> str:
    lines = "\n".join(wrapped(text)).replace("-->", "→").replace("{\\", "(\\")
    return _TIME.sub("\\1\u201a", _TAG.sub("‹", lines))


def _escaped(text: str) -> str:
    return html.escape("\n".join(wrapped(text)), quote=False)
