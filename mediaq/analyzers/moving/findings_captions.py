"""Judges captions: what cannot be read in its time, or takes too much of the picture.

Of each kind one finding, at the worst caption; `details` says how many there are and where.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found, number
from mediaq.analyzers.findings.rules_speech import LONGEST_SECONDS, MOST_LINES, SHORTEST_SECONDS
from mediaq.analyzers.moving.captions import Cue

MOST_PLACES = 100
# Files keep times in milliseconds.
ROUNDING = 0.002

Measure = Callable[[Cue], float]


def judge(cues: Sequence[Cue]) -> Iterator[Finding]:
    """All findings about the captions of a file."""
    speed, width = (threshold(code) for code in ("caption.speed", "caption.line"))
    yield from _over(cues, "caption.speed", _speed, speed)
    yield from _over(cues, "caption.line", _width, width, much="wide: {value} characters in a line")
    for finding in _over(cues, "caption.line", _count, MOST_LINES, much="tall: {value} lines"):
        yield finding.but(unit="lines", threshold=MOST_LINES)
    for finding in _over(cues, "caption.duration", _length, LONGEST_SECONDS + ROUNDING, **_LONG):
        yield finding.but(threshold=LONGEST_SECONDS)
    yield from _over(cues, "caption.duration", _shortness, ROUNDING - SHORTEST_SECONDS, **_BRIEF)


_LONG = {"long": "long", "advice": "Take it away when it is read, or divide it."}
_BRIEF = {"long": "briefly", "advice": "Show it for longer, or join it with its neighbour."}


def _over(
    cues: Sequence[Cue], code: str, measure: Measure, limit: float, **words: str
) -> Iterator[Finding]:
    bad = [cue for cue in cues if measure(cue) > limit]
    if not bad:
        return
    worst = max(bad, key=measure)
    value = abs(measure(worst))
    words = {name: word.format(value=number(value)) for name, word in words.items()}
    finding = found(code, worst.span, value, share=_share(len(bad), len(cues)), **words)
    yield finding.but(details=_details(bad, len(cues)))


def _share(bad: int, all_of_them: int) -> str:
    if all_of_them == 1:
        return "The only caption is"
    return f"{bad} of {all_of_them} captions {'is' if bad == 1 else 'are'}"


def _details(bad: Sequence[Cue], all_of_them: int) -> dict[str, Any]:
    places = [
        [round(cue.span.start * 1000), round(cue.span.end * 1000)] for cue in bad[:MOST_PLACES]
    ]
    return {"captions": all_of_them, "of_them": len(bad), "places_ms": places}


def _speed(cue: Cue) -> float:
    return sum(map(len, cue.lines)) / cue.span.length


def _width(cue: Cue) -> float:
    return float(max(map(len, cue.lines)))


def _count(cue: Cue) -> float:
    return float(len(cue.lines))


def _length(cue: Cue) -> float:
    return cue.span.length


def _shortness(cue: Cue) -> float:
    return -cue.span.length
