"""Finds clipped sound: runs of samples at the ceiling.

Lossy codecs decode a clipped wave to floats that overshoot and are not flat, so equal neighbours
prove nothing; being at the ceiling for several samples does.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.catalogue import RULES
from mediaq.analyzers.ranges import Range
from mediaq.analyzers.rules_audio import CEILING_DB

CEILING = 10 ** (CEILING_DB / 20)
RUN = int(RULES["audio.clipping"].threshold or 3)
TOGETHER_SECONDS = 0.5
MOST_PLACES = 20


class Clip(NamedTuple):
    """A stretch with clipped samples, and how many moments in it are clipped."""

    range: Range
    samples: int


class Clipping:
    """Counts the moments at which a run of at least three samples is at the ceiling."""

    def __init__(self, channels: int, rate: int) -> None:
        self._rate = rate
        self._tail: NDArray[np.bool_] = np.zeros((channels, RUN - 1), dtype=bool)
        self._clips: list[Clip] = []

    def add(self, level: NDArray[np.float32], seconds: float, highest: float) -> None:
        """Takes magnitudes of shape (channels, samples) that begin at `seconds`, the highest of
        them being `highest`."""
        if highest < CEILING and not self._tail.any():
            return
        hot = np.concatenate((self._tail, level >= CEILING), axis=1)
        self._tail = hot[:, -(RUN - 1) :]
        length = level.shape[1]
        runs = np.logical_and.reduce([hot[:, shift : shift + length] for shift in range(RUN)])
        (where,) = np.nonzero(runs.any(axis=0))
        if where.size:
            start = seconds + (int(where[0]) - RUN + 1) / self._rate
            end = seconds + (int(where[-1]) + 1) / self._rate
            clip = Clip(Range(max(start, 0.0), end), where.size + RUN - 1)
            self._clips[-1:] = merged([*self._clips[-1:], clip], TOGETHER_SECONDS)

    @property
    def clips(self) -> list[Clip]:
        """At most twenty stretches; where there are more, those close together are one."""
        clips, gap = self._clips, TOGETHER_SECONDS
        while len(clips) > MOST_PLACES:
            gap *= 2
            clips = merged(clips, gap)
        return clips


def merged(clips: list[Clip], gap: float) -> list[Clip]:
    """The clips with those at most `gap` seconds apart made one."""
    out: list[Clip] = []
    for clip in clips:
        if out and clip.range.start - out[-1].range.end <= gap:
            span = Range(out[-1].range.start, clip.range.end)
            out[-1] = Clip(span, out[-1].samples + clip.samples)
        else:
            out.append(clip)
    return out
