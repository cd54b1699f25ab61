"""What one sampled picture looks like, in a few numbers: levels, colours, sharpness, bars, blocks.

Some of the rows are measured where they say as much as all of them.
"""

from typing import NamedTuple

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from mediaq.analyzers.pixels.colours import Values, rgb
from mediaq.analyzers.pixels.planes import Bytes, plane

# EBU R 103: luma from -1 % to 103 %, RGB from -5 % to 105 %.
LUMA = (14, 241)
# So far out is no overshoot of a codec or a camera, but a picture of full range said to be limited.
FAR = (7, 249)
GAMUT = (-0.05, 1.05)
FEW = 0.005  # colours out of the gamut: not looked at closer
BLACK, WHITE = 16, 235
DARKEST_PICTURE = 24  # luma of a bar at most; `min_val` of FFmpeg's bbox
EVEN = 2
# Lines beside a bar that a codec or scaling may have mixed with it.
INSIDE = 2
BLOCK = 8
BLOCK_ROWS = 40
STRONG = 12  # steps of luma beyond this are edges of things
LEVELS = np.arange(256)


class Look(NamedTuple):
    """Mean luma, its variance, the spread of its middle 80 % and what 98 % of it stay below, 8 bit;
    the share of the picture that is of one level, give or take `EVEN`; mean saturation; shares of
    the picture outside the legal luma, far outside, and outside the gamut; sharpness, 0 where flat;
    bars as shares of height and width at the top, bottom, left and right, all 1 for a black
    picture; broad: how much of the edges at these bars, the lower and the upper or the left and the
    right, is lit at least."""

    luma: float
    variance: float
    spread: float
    highlights: float
    even: float
    saturation: float
    illegal: float
    far: float
    gamut: float
    sharpness: float
    bars: tuple[float, float, float, float]
    broad: tuple[float, float]


def look(small: VideoFrame) -> Look:
    """Measures a yuv420p frame of limited range."""
    luma = plane(small)
    some = luma[::4]
    counts = np.bincount(some.ravel(), minlength=256)
    total = some.size
    mean = float(counts @ LEVELS) / total
    variance = float(counts @ (LEVELS - mean) ** 2) / total
    shares = np.cumsum(counts) / total
    low, high, highlights = np.searchsorted(shares, (0.1, 0.9, 0.98))
    saturation, gamut = _colour(small, luma)
    bars, broad = _bars(luma)
    return Look(
        luma=mean,
        variance=variance,
        spread=float(high - low),
        highlights=float(highlights),
        even=float((shares[2 * EVEN + 1 :] - shares[: -2 * EVEN - 1]).max()),
        saturation=saturation,
        illegal=_outside(shares, LUMA),
        far=_outside(shares, FAR),
        gamut=gamut,
        sharpness=_edges(luma) / variance if variance > 1 else 0.0,
        bars=bars,
        broad=broad,
    )


def _outside(shares: NDArray[np.float64], limits: tuple[int, int]) -> float:
    """The share below the first level and above the last."""
    return float(shares[limits[0] - 1] + 1.0 - shares[limits[1]])


def _colour(small: VideoFrame, luma: Bytes) -> tuple[float, float]:
    """Mean saturation, and the share of the picture whose colour is outside of the RGB gamut.

    Luma out of its own range is another fault: it is bounded here. Colour is coarser than luma, so
    that at edges they do not belong together: it is beyond by the best luma beside it.
    """
    u, v = (plane(small, index)[::2, ::2].astype(np.float32) for index in (1, 2))
    saturation = float(np.hypot(u - 128, v - 128).mean())
    grey = np.clip(luma[::4, ::4][: u.shape[0], : u.shape[1]], BLACK, WHITE)
    beyond = _beyond(small, (grey, grey), u, v)
    if beyond > FEW:
        beyond = _beyond(small, _around(luma, u.shape), u, v)
    return saturation, beyond


def _beyond(small: VideoFrame, luma: tuple[Bytes, Bytes], u: Values, v: Values) -> float:
    """The share of colours out of the gamut with the lowest and with the highest luma."""
    low, high = (grey.astype(np.float32) for grey in luma)
    darkest = rgb(small, low, u, v)
    lightest = darkest if luma[0] is luma[1] else rgb(small, high, u, v)
    beyond = np.zeros(u.shape, bool)
    for dark, light in zip(darkest, lightest, strict=True):
        beyond |= (light < GAMUT[0]) | (dark > GAMUT[1])
    return float(beyond.mean())


def _around(luma: Bytes, shape: tuple[int, ...]) -> tuple[Bytes, Bytes]:
    """The lowest and highest legal luma at and beside every fourth place of every fourth row."""
    padded = np.pad(np.clip(luma, BLACK, WHITE), 1, mode="edge")
    beside = [padded[y::4, x::4][: shape[0], : shape[1]] for y in (0, 1, 2) for x in (0, 1, 2)]
    low, high = beside[0], beside[0]
    for near in beside[1:]:
        low, high = np.minimum(low, near), np.maximum(high, near)
    return low, high


def _edges(luma: Bytes) -> float:
    """Mean square of the Laplacian in every second row."""
    y = luma.astype(np.int16)
    edges = 4 * y[1:-1:2, 1:-1]
    for beside in (y[:-2:2, 1:-1], y[2::2, 1:-1], y[1:-1:2, :-2], y[1:-1:2, 2:]):
        edges -= beside
    flat = edges.ravel().astype(np.float32)
    return float(flat @ flat) / max(flat.size, 1)


def _bars(luma: Bytes) -> tuple[tuple[float, float, float, float], tuple[float, float]]:
    lit = luma > DARKEST_PICTURE
    if not lit.any():
        return (1.0, 1.0, 1.0, 1.0), (0.0, 0.0)
    height, width = lit.shape
    top, bottom = across = _ends(np.flatnonzero(lit.any(axis=1)), height)
    left, right = down = _ends(np.flatnonzero(lit.any(axis=0)), width)
    bars = (top / height, bottom / height, left / width, right / width)
    return bars, (_broad(lit, across), _broad(lit.T, down))


def _ends(lit: NDArray[np.intp], length: int) -> tuple[int, int]:
    """How many places of a line are dark before the first and after the last that is lit."""
    return int(lit[0]), length - 1 - int(lit[-1])


def _broad(lit: NDArray[np.bool_], ends: tuple[int, int]) -> float:
    """How much of the lines just inside both ends is lit: little, where something round begins."""
    first, last = (min(end + INSIDE, len(lit) - 1) for end in ends)
    return float(min(lit[first].mean(), lit[len(lit) - 1 - last].mean()))


def blocks(frame: VideoFrame) -> float:
    """By how much, in levels of 8-bit luma, the picture steps more on the 8-pixel grid than
    beside it; 0 for formats without a plane of 8-bit luma. Unscaled frames only."""
    luma = frame.format.components[0]
    if frame.format.is_rgb or luma.bits != 8 or luma.plane != 0 or frame.width < 4 * BLOCK:
        return 0.0
    rows = plane(frame)[:: max(frame.height // BLOCK_ROWS, 1)].astype(np.int16)
    if rows.shape[1] < frame.width:  # packed formats
        return 0.0
    steps = np.minimum(np.abs(np.diff(rows, axis=1)), STRONG).mean(axis=0, dtype=np.float32)
    steps = steps[: len(steps) // BLOCK * BLOCK].reshape(-1, BLOCK).mean(axis=0)
    # H.264 may step at 4 pixels too.
    return float(steps[BLOCK - 1] - np.delete(steps, (BLOCK // 2 - 1, BLOCK - 1)).max())
