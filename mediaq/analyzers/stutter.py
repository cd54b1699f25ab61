"""Repeated frames in a moving picture: where it stutters, and where it only has another cadence."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.motion import Motion
from mediaq.analyzers.ranges import Range, joined

LEAST_SHARE = 0.2
REPEATED = 0.002  # mean difference in percent; a repeated frame copies the one before
MOVING = 0.1  # median difference of the frames that are new, in percent
STILL_SECONDS = 1.0  # a longer hold is a still picture, not a stutter
STYLE = 0.5  # of all frames: drawn animation, slides and screen recordings repeat their frames
LONGEST_PERIOD = 8
STEADY = 0.9
GAP = 1.0
Flags = NDArray[np.bool_]


def stutters(motion: Motion, end: float) -> Iterator[tuple[Range, float]]:
    """Stretches in which a second repeats >= 20 % of its frames, with the highest such share.

    A steady pattern (animation on twos, film in 30 frames a second) is not one, neither is a
    stretch that is frozen or black, nor a file of which most frames are repeated.
    """
    times, changes = np.array(motion.times), np.array(motion.changes)
    if len(times) < 2:
        return
    repeated = _repeated(times, changes, motion, end)
    if repeated.mean() > STYLE:
        return
    shares = _shares(times, repeated, changes)
    bad = [_span(times, repeated, n, end) for n in np.flatnonzero(shares >= LEAST_SHARE - 1e-9)]
    for span in joined(bad, GAP):
        inside = (times >= span.start) & (times < span.end)
        yield span, float(shares[inside].max(initial=LEAST_SHARE))


def _repeated(
    times: NDArray[np.float64], changes: NDArray[np.float32], motion: Motion, end: float
) -> Flags:
    """Frames that repeat the one before, outside of long holds and of black and frozen ranges."""
    flags = changes <= REPEATED
    flags[0] = False
    bounds = np.append(times, end)
    index = 0
    for value, group in groupby(flags.tolist()):
        count = len(list(group))
        if value and bounds[index + count] - bounds[index] >= STILL_SECONDS:
            flags[index : index + count] = False
        index += count
    for hole in (*motion.black, *motion.frozen):
        flags[(times >= hole.start) & (times < hole.end)] = False
    return flags


def _shares(
    times: NDArray[np.float64], repeated: Flags, changes: NDArray[np.float32]
) -> NDArray[np.float64]:
    """For each repeated frame the share of repeats in the second that begins with it; 0 where
    the picture hardly moves, where the pattern is steady, or where no second is left."""
    shares = np.zeros(len(times))
    ends = np.searchsorted(times, times + 1.0 - 1e-6)
    last = times[-1]
    for n in np.flatnonzero(repeated):
        until = ends[n]
        if times[n] + 1.0 > last:  # the last second of the file stands for those begun in it
            until, n = len(times), int(np.searchsorted(times, last - 1.0 + 1e-6))
        window = repeated[n:until]
        share = float(window.mean()) if len(window) > 1 else 0.0
        if share < LEAST_SHARE - 1e-9 or _steady(window):
            continue
        if np.median(changes[n:until][~window]) >= MOVING:
            shares[n] = max(shares[n], share)
    return shares


def _steady(window: Flags) -> bool:
    """Whether repeats come at one rhythm: the pattern repeats itself after a few frames."""
    holds = [len(list(group)) for value, group in groupby(window.tolist()) if value]
    if len(holds) < 3 or max(holds) - min(holds) > 1:
        return False
    periods = range(2, min(LONGEST_PERIOD, len(window) // 2) + 1)
    return any(np.mean(window[p:] == window[:-p]) >= STEADY for p in periods)


def _span(times: NDArray[np.float64], repeated: Flags, n: int, end: float) -> Range:
    """From the frame that is first shown again to the end of the last repeat in its second."""
    inside = np.flatnonzero(repeated & (times >= times[n]) & (times < times[n] + 1.0 - 1e-6))
    first, last = int(inside[0]), int(inside[-1])
    until = times[last + 1] if last + 1 < len(times) else end
    return Range(float(times[max(first - 1, 0)]), float(until))
