"""What can be measured of a picture that stands still: light, detail, sharpness."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mediaq.analyzers.image.page import hard_edges, is_drawn, is_page
from mediaq.analyzers.image.sharpness import sharpness

Plane = NDArray[np.float32]

# Of red, green and blue in perceived brightness: CleanVision, after the HSP colour model.
WEIGHTS = np.array([0.241, 0.691, 0.068], dtype=np.float32)
CLIPPED_HIGH, CLIPPED_LOW = 250, 5
FRAME = 0.75
OUTLIERS = (2, 98)


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the pixels, and where most of them are: left, top, width, height as shares."""

    share: float
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """Brightness from 0 to 1: the percentiles 1, 5, 50, 95, 99; bits of entropy a pixel; parts that
    are clipped; sharpness is None where nothing can be said of it; edges are the shares of hard
    steps across and down; colour is the dominant one."""

    brightness: tuple[float, float, float, float, float]
    bits: float
    highlights: Part
    shadows: Part
    sharpness: float | None
    edges: tuple[float, float]
    page: bool
    drawn: bool
    colour: str


def measure(picture: Image.Image) -> Measures:
    """Measures an RGB picture of at most some megapixels."""
    pixels = np.asarray(picture)
    luma = np.asarray(picture.convert("L"))
    light = np.sqrt((pixels.astype(np.float32) ** 2) @ WEIGHTS) / 255.0
    edges = hard_edges(luma)
    p1, p5, p50, p95, p99 = (float(x) for x in np.percentile(light, (1, 5, 50, 95, 99)))
    return Measures(
        brightness=(p1, p5, p50, p95, p99),
        bits=_entropy(luma),
        highlights=_part(pixels.min(axis=2) >= CLIPPED_HIGH),
        shadows=_part(pixels.max(axis=2) <= CLIPPED_LOW),
        sharpness=sharpness(picture),
        edges=edges,
        page=is_page(luma, edges),
        drawn=is_drawn(luma, edges),
        colour=_dominant(pixels),
    )


def _entropy(luma: NDArray[np.uint8]) -> float:
    """Shannon's entropy of the grey levels, in bits."""
    shares = np.bincount(luma.ravel(), minlength=256) / luma.size
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum()) + 0.0


def _part(clipped: NDArray[np.bool_]) -> Part:
    """What is clipped; nothing where that frames the picture, as the background of a cut-out or of
    a telescope's view does."""
    edges = (clipped[0], clipped[-1], clipped[:, 0], clipped[:, -1])
    framed = np.concatenate(edges).mean() >= FRAME
    return Part(0.0) if framed or not clipped.any() else Part(float(clipped.mean()), _box(clipped))


def _box(where: NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """The rectangle between the percentiles 2 and 98 of both coordinates, so that single pixels do
    not widen it."""
    height, width = where.shape
    rows, columns = np.nonzero(where)
    left, right = np.percentile(columns, OUTLIERS)
    top, bottom = np.percentile(rows, OUTLIERS)
    box = (left / width, top / height, (right - left + 1) / width, (bottom - top + 1) / height)
    return tuple(round(float(side), 3) for side in box)  # type: ignore[return-value]


def _dominant(pixels: NDArray[np.uint8]) -> str:
    """The mean of the fullest of 512 cells of colour, as #rrggbb."""
    flat: NDArray[Any] = pixels.reshape(-1, 3)
    cells = (flat >> 5).astype(np.int32) @ np.array([64, 8, 1])
    fullest = int(np.bincount(cells, minlength=512).argmax())
    red, green, blue = (round(float(x)) for x in flat[cells == fullest].mean(axis=0))
    return f"#{red:02x}{green:02x}{blue:02x}"
