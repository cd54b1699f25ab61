"""Judges what the picture does in time: flashes, repeated frames, uneven or odd frame rates."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.findings.ranges import Range, joined
from mediaq.analyzers.video.stutter import stutters
from mediaq.analyzers.video.track import PictureMeasures

MERGE_SECONDS = 1.0
USUAL_RATES = (10, 12, 12.5, 15, 24, 25, 30, 48, 50, 60, 72, 90, 100, 120, 144, 240)
NTSC = 1000 / 1001
LEAST_FRAMES = 10
UNEVEN = 0.1  # of the usual distance; files timed in milliseconds round by up to 1 ms
ROUNDING = 0.0015
LEAST_UNEVEN = 0.01  # of all distances: a single frame lost is no variable rate


def judge(picture: PictureMeasures) -> Iterator[Finding]:
    """All findings about time."""
    yield from _flashes("video.flash", picture.motion.flashes)
    yield from _flashes("video.red_flash", picture.motion.red_flashes)
    yield from _stutter(picture)
    yield from _rate(picture)


def _flashes(code: str, times: Sequence[float]) -> Iterator[Finding]:
    """Stretches in which any second holds more pairs of changes than allowed."""
    most = round(2 * threshold(code))
    windows = [
        Range(times[index], times[index + most])
        for index in range(len(times) - most)
        if times[index + most] - times[index] < 1.0 - 1e-6
    ]
    for span in joined(windows, MERGE_SECONDS):
        inside = [time for time in times if span.start <= time <= span.end]
        pairs = max(bisect_left(inside, time + 1.0) - n for n, time in enumerate(inside)) / 2
        yield found(code, span, pairs, length=span.length)


def _stutter(picture: PictureMeasures) -> Iterator[Finding]:
    motion = picture.motion
    for span, share in stutters(motion, picture.end):
        flashing = sum(span.start <= time <= span.end for time in motion.flashes)
        if flashing < 2 * span.length:  # a light that goes on and off holds its pictures
            yield found("video.stutter", span, 100.0 * share, length=span.length)


def _rate(picture: PictureMeasures) -> Iterator[Finding]:
    """An uneven rate is no odd one: its mean says nothing."""
    motion, whole = picture.motion, Range(picture.start, picture.end)
    steps = _ordered(np.diff(motion.times))
    if len(steps) < LEAST_FRAMES:
        return
    usual = float(np.median(steps))
    uneven = float(np.mean(np.abs(steps - usual) > max(UNEVEN * usual, ROUNDING)))
    if uneven > LEAST_UNEVEN:
        slow, fast = np.quantile(steps, (0.99, 0.01))
        rates = {"low": 1.0 / max(float(slow), 1e-3), "high": 1.0 / max(float(fast), 1e-3)}
        yield found("video.vfr", whole, 100.0 * uneven, **rates).but(details=rates)
        return
    rate = 1.0 / float(np.mean(steps)) if steps.any() else 0.0
    if not any(_near(rate, usual_rate) for usual_rate in USUAL_RATES):
        nearest = min(USUAL_RATES, key=lambda usual_rate: abs(rate - usual_rate))
        yield found("video.odd_fps", whole, rate).but(threshold=nearest)


def _ordered(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances where some files give frames their times in another order than they are shown: one
    comes late and the next at the same time."""
    (second,) = np.nonzero(steps[1:] <= 0)
    out = steps.copy()
    out[second] = out[second + 1] = (steps[second] + steps[second + 1]) / 2
    return out


def _near(rate: float, usual: float) -> bool:
    return any(abs(rate - wanted) < 0.01 * wanted for wanted in (usual, usual * NTSC))
