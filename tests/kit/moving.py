"""Moving pictures with faults in time, as functions of time."""

from collections.abc import Callable

import numpy as np

from tests.kit.clips import SMALL, Picture, Size, lively

Moving = Callable[[float], Picture]
RGB = tuple[int, int, int]


def colour(rgb: RGB, size: Size = SMALL) -> Picture:
    """A picture of one colour."""
    return np.full((size[1], size[0], 3), rgb, dtype=np.uint8)


def strobe(
    pairs: float,
    *,
    start: float,
    end: float,
    area: float = 0.6,
    low: RGB = (20, 20, 20),
    high: RGB = (235, 235, 235),
) -> Moving:
    """A calmer picture, `area` of it flashing `pairs` times a second from `start` to `end`."""

    def picture(time: float) -> Picture:
        whole = lively(time) // 5 + 90
        if start <= time < end:
            phase = int((time - start) * 2 * pairs + 1e-6) % 2
            columns = round(area * whole.shape[1])
            whole[:, :columns] = low if phase else high
        return whole

    return picture


def held(held_until: Callable[[float], float]) -> Moving:
    """The lively picture as it was at another time: repeated frames."""
    return lambda time: lively(held_until(time))


def on_steps(rate: float, start: float = 0.0, end: float = float("inf")) -> Moving:
    """The lively picture drawn anew `rate` times a second from `start` to `end`."""

    def at(time: float) -> float:
        return int(time * rate + 1e-6) / rate if start <= time < end else time

    return held(at)
