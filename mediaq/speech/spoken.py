"""Text cut into pieces, those that a voice would read badly with an alias in words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from mediaq.speech import calendar, foreign
from mediaq.speech.clock import CLOCK, clock
from mediaq.speech.quantity import QUANTITY, quantity
from mediaq.speech.size import (
    CODEC,
    DIMENSIONS,
    FRACTION,
    LINES,
    RATIO,
    SAMPLING,
    codec,
    dimensions,
    fraction,
    lines,
    ratio,
    sampling,
)
from mediaq.speech.tongues import tongue_of
from mediaq.speech.units import INITIALS, UNIT_ALONE, initials, unit_alone


@dataclass(frozen=True)
class Piece:
    """A stretch of text as it is written and, where that differs, as it is spoken."""

    text: str
    alias: str | None = None

    @property
    def spoken(self) -> str:
        """What the voice says."""
        return self.alias or self.text


# Tried in this order at every place of the text.
_RULES: dict[str, tuple[str, Callable[[re.Match[str]], str | None]]] = {
    "date": (calendar.DATE, calendar.date),
    "day_first": (calendar.DAY_FIRST, calendar.day_first),
    "month_first": (calendar.MONTH_FIRST, calendar.month_first),
    "decade": (calendar.DECADE, calendar.decade),
    "ordinal": (calendar.ORDINAL, calendar.nth),
    "sampling": (SAMPLING, sampling),
    "fraction": (FRACTION, fraction),
    "clock": (CLOCK, clock),
    "ratio": (RATIO, ratio),
    "dimensions": (DIMENSIONS, dimensions),
    "scanlines": (LINES, lines),
    "quantity": (QUANTITY, quantity),
    "unit_alone": (UNIT_ALONE, unit_alone),
    "codec_name": (CODEC, codec),
    "initials": (INITIALS, initials),
}
_ANY = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _RULES.items()), re.ASCII
)


def pieces(text: str, language: str = "en-US") -> tuple[Piece, ...]:
    """The text in pieces; languages that are not known stay as they are."""
    if language.lower().split("-")[0] == "en":
        return tuple(_pieces(text, _ANY, lambda match: _RULES[match.lastgroup or ""][1](match)))
    if tongue := tongue_of(language):
        return tuple(_pieces(text, foreign.QUANTITY, partial(foreign.quantity, tongue=tongue)))
    return (Piece(text),)


def _pieces(
    text: str, pattern: re.Pattern[str], words: Callable[[re.Match[str]], str | None]
) -> Iterator[Piece]:
    end = 0
    for match in pattern.finditer(text):
        alias = words(match)
        if alias is None:
            continue
        if match.start() > end:
            yield Piece(text[end : match.start()])
        yield Piece(match[0], alias)
        end = match.end()
    if end < len(text):
        yield Piece(text[end:])
