"""Finds clipped sound: runs of samples at the ceiling that are cut off.

A clean wave brought to full scale is at the ceiling too, for many samples if it is a low one, but
its tops are round: what is cut off rises to the ceiling far too steeply for so flat a top. Lossy
codecs decode a clipped wave to floats that overshoot and are not flat; what is over full scale is
cut off by whatever plays it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.findings.rules_audio import CEILING_DB

CEILING = 10 ** (CEILING_DB / 20)
RUN = int(threshold("audio.clipping"))
TOGETHER_SECONDS = 0.5
# How long a run may be to be looked at as a whole. No wave that is heard stays up for so long.
CONTEXT_SECONDS = 0.025
# A top is cut off if its slopes would reach so many times higher, and so much more for noise.
RATIO = 4.0
MARGIN = 0.006
MOST_PLACES = 20


Levels = NDArray[np.float32]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]


class Clip(NamedTuple):
    """A stretch with clipped samples, and how many moments in it are clipped."""

    range: Range
    samples: int


class Clipping:
    """Counts the moments of runs, of at least three samples at the ceiling, that are cut off."""

    def __init__(self, channels: int, rate: int) -> None:
        self._rate = rate
        self._context = round(CONTEXT_SECONDS * rate)
        self._tail: Levels = np.zeros((channels, self._context), dtype=np.float32)
        self._end = 0.0
        self._clips: list[Clip] = []

    def add(self, level: Levels, seconds: float, highest: float) -> None:
        """Takes magnitudes of shape (channels, samples) that begin at `seconds`, the highest of
        them being `highest`."""
        whole = np.concatenate((self._tail, level), axis=1)
        if highest >= CEILING or (self._tail[:, -1] >= CEILING).any():
            self._look(whole, seconds - self._context / self._rate)
        self._tail = whole[:, -self._context :]
        self._end = seconds + level.shape[1] / self._rate

    def finish(self) -> list[Clip]:
        """At most twenty stretches; where there are more, those close together are one."""
        self.add(np.zeros_like(self._tail[:, :1]), self._end, 0.0)
        clips, gap = self._clips, TOGETHER_SECONDS
        while len(clips) > MOST_PLACES:
            gap *= 2
            clips = merged(clips, gap)
        return clips

    def _look(self, level: Levels, seconds: float) -> None:
        """Looks at the runs that end in `level`, whose first part was there before."""
        cut = np.zeros(level.shape[1], dtype=bool)
        for channel in level:
            for first, end in zip(*runs(channel, self._context), strict=True):
                cut[first:end] = True
        (where,) = np.nonzero(cut)
        if where.size:
            start, end = (seconds + int(where[at]) / self._rate for at in (0, -1))
            clip = Clip(Range(max(start, 0.0), end + 1 / self._rate), where.size)
            self._clips[-1:] = merged([*self._clips[-1:], clip], TOGETHER_SECONDS)


def runs(level: Levels, since: int) -> tuple[Indices, Indices]:
    """The first samples of the runs that are cut off and those after their last ones.

    Only what was not told before: runs that end at sample `since` or later. One that goes on past
    the last sample is told when it ends, or when it is longer than what came before `since`.
    """
    hot = np.concatenate(([False], level >= CEILING, [False]))
    firsts, ends = np.flatnonzero(hot[1:] != hot[:-1]).reshape(-1, 2).T
    long = ends - firsts > since
    told = (ends - firsts >= RUN) & (ends >= since) & ((ends < level.size) | long)
    cut = told & (long | flat(level, firsts, ends))
    return np.where(firsts == 0, since, firsts)[cut], ends[cut]


def flat(level: Levels, firsts: Indices, ends: Indices) -> Flags:
    """Whether the tops of runs are over full scale, or too low for the slopes beside them.

    Were they parabolas, a slope of s over d samples beside a top that is 2 m wide would make it
    rise by s m^2 / (2 m + d).
    """
    lasts = ends - 1
    half = (lasts - firsts) / 2
    beside = np.maximum(half.astype(int) // 2, 1)
    # No farther than to the middle between two runs: beyond, the wave rises again.
    left = np.maximum(firsts - beside, (np.append(0, ends[:-1]) + firsts) // 2)
    right = np.minimum(lasts + beside, (ends + np.append(firsts[1:], level.size)) // 2)
    padded = np.append(level, np.float32(0.0))
    tops = np.maximum.reduceat(padded, np.stack((firsts, ends), axis=1).ravel())[::2]
    fall = padded[firsts] - padded[left] + padded[lasts] - padded[right]
    reach = np.maximum(firsts - left + right - lasts, 1)
    rise = fall / reach * half**2 / (2 * half + reach / 2)
    round_top = tops - (padded[firsts] + padded[lasts]) / 2
    out: Flags = (tops > 1.0) | (rise >= RATIO * round_top + MARGIN)
    return out


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
