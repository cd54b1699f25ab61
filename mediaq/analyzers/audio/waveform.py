"""Draws the peaks of a sound as a picture."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH, HEIGHT = 1200, 200
_BACKGROUND = (250, 250, 250)
_WAVE = (37, 99, 160)


def draw(peaks: NDArray[np.float32]) -> Image.Image:
    """A 1200 x 200 picture of peaks (full scale 1.0), mirrored about the middle line."""
    columns = np.clip(_columns(peaks), 0.0, 1.0)
    distance = np.abs(np.arange(HEIGHT) - (HEIGHT - 1) / 2)[:, None]
    inside = distance <= np.maximum(columns * (HEIGHT / 2 - 2), 0.5)[None, :]
    colours = np.array((_BACKGROUND, _WAVE), dtype=np.uint8)
    return Image.fromarray(colours[inside.astype(np.intp)])


def _columns(peaks: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest peak under each column; few peaks are spread over many columns."""
    if peaks.size == 0:
        return np.zeros(WIDTH, dtype=np.float32)
    starts = np.arange(WIDTH) * peaks.size // WIDTH
    found: NDArray[np.float32] = np.maximum.reduceat(peaks, starts)
    return found
