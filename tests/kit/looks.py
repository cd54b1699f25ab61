"""Moving pictures with faults of looks, as functions of time."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tests.kit.clips import SMALL, Picture, Size, lively
from tests.kit.moving import Moving
from tests.kit.pictures import scene

SIZE: Size = (320, 180)


@cache
def _texture(size: Size) -> Image.Image:
    """Twice as wide, warm in tone, neither very dark nor very bright."""
    whole = np.asarray(scene((2 * size[0], size[1])))
    return Image.fromarray((30 + whole * (0.72, 0.66, 0.55)).astype(np.uint8))


def textured(size: Size = SIZE, *, blur: float = 0.0, speed: float = 30.0) -> Moving:
    """A sharp picture, or one blurred by `blur` pixels, that moves by `speed` pixels a second."""
    width, height = size
    picture = _texture(size)
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))

    def at(time: float) -> Picture:
        left = int(time * speed) % width
        return np.array(picture.crop((left, 0, left + width, height)))

    return at


def during(start: float, end: float, fault: Moving, otherwise: Moving) -> Moving:
    """`fault` from `start` to `end`, else the other picture."""
    return lambda time: (fault if start <= time < end else otherwise)(time)


def barred(picture: Moving, *, sides: float = 0.0, ends: float = 0.0) -> Moving:
    """Black bars: left and right, above and below, each a share of that side."""

    def at(time: float) -> Picture:
        whole = picture(time)
        height, width = whole.shape[:2]
        rows, columns = round(height * ends), round(width * sides)
        whole[:rows] = whole[height - rows :] = 0
        whole[:, :columns] = whole[:, width - columns :] = 0
        return whole

    return at


def combed(picture: Moving, rate: float) -> Moving:
    """Fields: the odd rows are half a frame later."""

    def at(time: float) -> Picture:
        whole = picture(time)
        whole[1::2] = picture(time + 0.5 / rate)[1::2]
        return whole

    return at


def blocky(picture: Moving, share: float) -> Moving:
    """Each 8 x 8 block moves towards its mean colour, by `share` of the way."""

    def at(time: float) -> Picture:
        whole = picture(time).astype(np.float32)
        height, width = (side // 8 * 8 for side in whole.shape[:2])
        inner = whole[:height, :width].reshape(height // 8, 8, width // 8, 8, 3)
        inner += share * (inner.mean(axis=(1, 3), keepdims=True) - inner)
        return whole.clip(0, 255).astype(np.uint8)

    return at


def specked(picture: Moving, share: float) -> Moving:
    """White dashes of three pixels over `share` of the picture, elsewhere in every frame."""

    def at(time: float) -> Picture:
        whole = picture(time)
        height, width = whole.shape[:2]
        random = np.random.default_rng(round(time * 1000))
        for _ in range(round(share * height * width / 5)):
            y, x = random.integers(height), random.integers(width - 5)
            whole[y, x : x + 5] = 255
        return whole

    return at


def coded(luma: float, u: int = 128, v: int = 128, *, share: float, size: Size = SMALL) -> Moving:
    """A grey picture that drifts, the top `share` of which has these values of limited-range YUV;
    frames are yuv420p."""
    width, height = size

    def at(time: float) -> Picture:
        y = 126 + (lively(time, size)[:, :, 0].astype(np.int16) - 120) // 2
        colour = np.full((height // 2, width), 128)
        rows = round(share * height / 2)
        y[: 2 * rows] = luma
        colour[:rows, : width // 2], colour[:rows, width // 2 :] = u, v
        return planar(y, colour, size)

    return at


def planar(y: NDArray[Any], colour: NDArray[Any], size: Size) -> Picture:
    """Planes of yuv420p in one array; `colour` has u at the left and v at the right."""
    width, height = size
    u, v = colour[:, : width // 2], colour[:, width // 2 :]
    flat = np.concatenate([plane.ravel() for plane in (y, u, v)])
    return flat.astype(np.uint8).reshape(height * 3 // 2, width)


def lit(low: float, high: float) -> Moving:
    """A grey picture that drifts between two levels of 0 to 1."""

    def at(time: float) -> Picture:
        share = (lively(time).astype(np.float32) - 60) / 120
        return ((low + (high - low) * share) * 255).clip(0, 255).astype(np.uint8)

    return at
