"""Stretches of time: made from start and end marks or from samples, joined and subtracted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Range(NamedTuple):
    """A stretch of time in seconds, end excluded."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Seconds from start to end."""
        return self.end - self.start


class Marks:
    """Collects the ranges that a detector announces as a start mark and, later, an end mark."""

    def __init__(self, start: str, end: str) -> None:
        self._start, self._end = start, end
        self._open: float | None = None
        self._ranges: list[Range] = []

    def read(self, values: Mapping[str, float]) -> None:
        """Takes one frame's metadata. The values are the times; the frame's own time is not.

        A range just long enough has both marks on one frame.
        """
        start, end = values.get(self._start), values.get(self._end)
        if self._open is None and start is not None and end is not None and start < end:
            self._ranges.append(Range(start, end))
            return
        if end is not None and self._open is not None:
            self._ranges.append(Range(self._open, end))
            self._open = None
        if start is not None:
            self._open = start

    def ranges(self, end: float) -> list[Range]:
        """All ranges; one that is still open, which no detector closes, ends at `end`."""
        still = [Range(self._open, end)] if self._open is not None and end > self._open else []
        return self._ranges + still


def joined(ranges: Iterable[Range], gap: float) -> list[Range]:
    """The ranges in order of start, with those at most `gap` seconds apart made one."""
    out: list[Range] = []
    for item in sorted(ranges):
        if out and item.start - out[-1].end <= gap:
            out[-1] = Range(out[-1].start, max(out[-1].end, item.end))
        else:
            out.append(item)
    return out


def without(ranges: Iterable[Range], holes: Sequence[Range]) -> list[Range]:
    """What is left of the ranges outside all holes."""
    left = list(ranges)
    for hole in holes:
        pieces = (_outside(item, hole) for item in left)
        left = [piece for both in pieces for piece in both if piece.length > 0]
    return left


def _outside(item: Range, hole: Range) -> tuple[Range, Range]:
    """The parts of `item` before and after `hole`; either may be empty."""
    before = Range(item.start, min(item.end, hole.start))
    after = Range(max(item.start, hole.end), item.end)
    if before.length > 0 and after.length > 0 and before.end > after.start:
        return item, Range(0, 0)
    return before, after


def runs(times: Sequence[float], flags: Sequence[bool], end: float) -> list[Range]:
    """The stretches of consecutive true flags; each lasts to the next time, the last to `end`."""
    out: list[Range] = []
    for time, until, flag in zip(times, [*times[1:], end], flags, strict=False):
        if flag:
            out.append(Range(time, max(until, time)))
    return joined(out, 1e-6)
