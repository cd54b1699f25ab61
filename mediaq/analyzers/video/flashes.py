"""Flashes and red flashes, counted on small copies of every frame. A screening, no certificate.

WCAG 2.3.1: a flash is a pair of opposing changes of relative luminance of at least 10 % where the
darker image is below 0.80, or of saturated red, over at least 25 % of the picture.
"""

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from mediaq.analyzers.pixels.colours import linear, rgb
from mediaq.analyzers.pixels.pictures import Converter
from mediaq.analyzers.pixels.planes import plane

WIDTH, HEIGHT = 64, 36
CELL = 2  # pixels of the small copy a side: one of chroma, and luma calm under noise
LEAST_CHANGE = 0.1
BRIGHT = 0.8
LEAST_AREA = 0.25
LEAST_RED_CHANGE = 20 / 320
SATURATED_RED = 0.8
TOGETHER = 0.07  # seconds within which the cells of one change may follow each other
# Two changes belong together if their areas do; a moving flash may lose a fifth of its area.
LEAST_SHARED = 0.8 * LEAST_AREA
BATCH = 64
Cells = NDArray[np.float32]


class Flashes:
    """Takes every frame; keeps the times in seconds of the changes that can be half a flash."""

    def __init__(self) -> None:
        # Picked pixels: cheaper than averages, of which each cell makes its own.
        self._small = Converter((WIDTH, HEIGHT), "yuv420p", scaling="POINT")
        self._waiting: list[tuple[float, VideoFrame]] = []
        self._light, self._red = Changes(LEAST_CHANGE, BRIGHT), Changes(LEAST_RED_CHANGE)
        self._some_red = False

    def add(self, frame: VideoFrame, seconds: float) -> None:
        """Takes a frame shown at `seconds`."""
        self._waiting.append((seconds, self._small(frame)))
        if len(self._waiting) == BATCH:
            self._count()

    def finish(self) -> tuple[list[float], list[float]]:
        """Times of the changes of luminance, and of red."""
        self._count()
        return self._light.times, self._red.times

    def _count(self) -> None:
        if not self._waiting:
            return
        frames = [frame for _, frame in self._waiting]
        luma, u, v = (_cells(frames, index) for index in range(3))
        r, g, b = (linear(colour) for colour in rgb(frames[0], luma, u, v))
        light = 0.2126 * r + 0.7152 * g + 0.0722 * b
        redness = _redness(r, g + b)
        some_red = bool((redness > 0).any(axis=0).mean() >= LEAST_SHARED)
        follow_red = some_red or self._some_red
        self._some_red = some_red  # one batch without red ends what was red before
        for index, (seconds, _) in enumerate(self._waiting):
            self._light.add(light[index], seconds)
            if follow_red:
                self._red.add(redness[index], seconds)
        self._waiting.clear()


def _cells(frames: list[VideoFrame], index: int) -> Cells:
    """Means of a plane over the cells, shape (frames, cells)."""
    cells: Cells = np.stack([plane(frame, index) for frame in frames]).astype(np.float32)
    if index == 0:
        cells = cells[:, ::CELL] + cells[:, 1::CELL]
        cells = (cells[:, :, ::CELL] + cells[:, :, 1::CELL]) / np.float32(CELL * CELL)
    return cells.reshape(len(frames), -1)


def _redness(red: Cells, others: Cells) -> Cells:
    """R - G - B of linear light where R / (R + G + B) >= 0.8, else 0 (WCAG 2.3.1)."""
    saturated = red >= SATURATED_RED * np.maximum(red + others, 1e-6)
    return np.where(saturated, np.maximum(red - others, 0), 0).astype(np.float32)


class Changes:
    """Follows the ups and downs of every cell and times those that enough cells make together."""

    def __init__(self, least: float, bright: float = np.inf) -> None:
        self._least, self._bright = least, bright
        self._low = self._high = self._way = np.zeros(0, np.float32)
        self._since = np.zeros((2, 0))
        self._last: tuple[int, NDArray[np.bool_]] | None = None
        self.times: list[float] = []

    def add(self, cells: Cells, seconds: float) -> None:
        """Takes the values of one frame's cells."""
        if self._low.size == 0:
            self._low, self._high = cells.copy(), cells.copy()
            self._way = np.zeros_like(cells)
            self._since = np.full((2, cells.size), -np.inf)
            return
        np.minimum(self._low, cells, out=self._low)
        np.maximum(self._high, cells, out=self._high)
        up = (cells - self._low >= self._least) & (self._way <= 0) & (self._low < self._bright)
        down = (self._high - cells >= self._least) & (self._way >= 0) & (cells < self._bright)
        if up.any() or down.any():
            self._turn(up, down, cells, seconds)

    def _turn(
        self, up: NDArray[np.bool_], down: NDArray[np.bool_], cells: Cells, seconds: float
    ) -> None:
        for index, (turned, way) in enumerate(((up, 1), (down, -1))):
            np.copyto(self._way, way, where=turned)
            np.copyto(self._since[index], seconds, where=turned)
        turned = up | down
        np.copyto(self._low, cells, where=turned)
        np.copyto(self._high, cells, where=turned)
        for index in range(2):
            area = seconds - self._since[index] <= TOGETHER
            if share(area) >= LEAST_AREA and self._opposes(index, area):
                self._count(index, area, seconds)
                return

    def _opposes(self, index: int, area: NDArray[np.bool_]) -> bool:
        return self._last is None or self._last[0] != index

    def _count(self, index: int, area: NDArray[np.bool_], seconds: float) -> None:
        if self._last is None or share(self._last[1] & area) >= LEAST_SHARED:
            self.times.append(seconds)
        self._last = (index, area)


def share(cells: NDArray[np.bool_]) -> float:
    """Of all cells, those that are set; faster than their mean."""
    return int(np.count_nonzero(cells)) / cells.size
