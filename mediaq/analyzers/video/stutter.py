"""Repeated frames in a moving picture: where it stutters, and where it only has another cadence."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.findings.ranges import Range, joined
from mediaq.analyzers.video.motion import Motion

LEAST_SHARE = 0.2
REPEATED = 0.05  # of the usual change around: codecs do not copy a frame exactly
# What is copied by a strong codec still changes by less than this: enough to see a rhythm.
NEARLY = 0.15
CUT = 3.0  # change in percent that motion seldom reaches
MOVING = 0.1  # median difference of the frames that are new, in percent
BESIDE = 0.4  # of the usual change: the frame after a hold moves on, where a calm scene does not
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
    usual = _around(times, changes)
    repeated = _repeated(times, changes, usual, motion, end)
    if repeated.mean() > STYLE:
        return
    shares = _shares(times, repeated, changes, _below(NEARLY, changes, usual))
    bad = [_span(times, repeated, n, end) for n in _places(shares >= LEAST_SHARE - 1e-9)]
    for span in joined(bad, GAP):
        inside = (times >= span.start) & (times < span.end)
        yield span, float(shares[inside].max(initial=LEAST_SHARE))


def _below(share: float, changes: NDArray[np.float32], usual: NDArray[np.float64]) -> Flags:
    """Frames that change by less than a share of what is usual around; the first is always new."""
    flags: Flags = changes < share * usual
    flags[0] = False
    return flags


def _repeated(
    times: NDArray[np.float64],
    changes: NDArray[np.float32],
    usual: NDArray[np.float64],
    motion: Motion,
    end: float,
) -> Flags:
    """Frames that repeat the one before, outside of long holds and of black and frozen ranges."""
    flags = _below(REPEATED, changes, usual)
    bounds, index = np.append(times, end), 0
    for value, group in groupby(flags.tolist()):
        after = index + len(list(group))
        still = bounds[after] - bounds[index] >= STILL_SECONDS
        calm = after < len(flags) and changes[after] < BESIDE * usual[after]
        if value and (still or calm):
            flags[index:after] = False
        index = after
    for hole in (*motion.black, *motion.frozen):
        flags[(times >= hole.start) & (times < hole.end)] = False
    return flags


def _around(times: NDArray[np.float64], changes: NDArray[np.float32]) -> NDArray[np.float64]:
    """Upper quartile of the changes in the three seconds around each frame."""
    seconds = np.floor(times)
    out = np.zeros(len(times))
    for second in np.unique(seconds):
        low, high = np.searchsorted(times, (second - 1, second + 2))
        out[seconds == second] = min(float(np.quantile(changes[low:high], 0.75)), CUT)
    return out


def _places(flags: Flags) -> list[int]:
    return [int(n) for n in np.flatnonzero(flags)]


def _shares(
    times: NDArray[np.float64], repeated: Flags, changes: NDArray[np.float32], nearly: Flags
) -> NDArray[np.float64]:
    """For each repeated frame the share of repeats in the second that begins with it; 0 where
    the picture hardly moves, where the pattern is steady, or where no second is left."""
    shares = np.zeros(len(times))
    ends = np.searchsorted(times, times + 1.0 - 1e-6)
    last = times[-1]
    for n in _places(repeated):
        until = int(ends[n])
        if times[n] + 1.0 > last:  # the last second of the file stands for those begun in it
            until, n = len(times), int(np.searchsorted(times, last - 1.0 + 1e-6))
        window = repeated[n:until]
        share = float(window.mean()) if len(window) > 1 else 0.0
        if share < LEAST_SHARE - 1e-9 or _steady(window) or _cadence(nearly[n:until]):
            continue
        if _holds(window) > 1 and np.median(changes[n:until][~window]) >= MOVING:
            shares[n] = max(shares[n], share)
    return shares


def _holds(window: Flags) -> int:
    """How many pictures are held: a single pause may be meant."""
    return int(window[0]) + int(np.sum(window[1:] & ~window[:-1]))


def _steady(window: Flags) -> bool:
    """Whether repeats come at one rhythm: the pattern repeats itself after a few frames."""
    starts = np.flatnonzero(~window)
    holds = np.diff(starts)  # frames for which each picture stays
    if len(holds) < 3 or holds.max() - holds.min() > 1:
        return False
    periods = range(2, min(LONGEST_PERIOD, len(window) // 2) + 1)
    return holds.min() > 1 or any(np.mean(window[p:] == window[:-p]) >= STEADY for p in periods)


def _cadence(window: Flags) -> bool:
    """Whether nearly every picture stays for two frames or three, as film does at 60 a second."""
    holds = np.diff(np.flatnonzero(~window))
    if len(holds) < 3:
        return False
    short, long = np.quantile(holds, (0.1, 0.9))
    return bool(short > 1 and long - short <= 1)


def _span(times: NDArray[np.float64], repeated: Flags, n: int, end: float) -> Range:
    """From the frame that is first shown again to the end of the last repeat in its second."""
    inside = _places(repeated & (times >= times[n]) & (times < times[n] + 1.0 - 1e-6))
    first, last = inside[0], inside[-1]
    until = times[last + 1] if last + 1 < len(times) else end
    return Range(float(times[max(first - 1, 0)]), float(until))
