"""A perceptual hash: pictures that look alike have hashes that differ in few bits."""

import numpy as np
from PIL import Image

SIDE, KEPT = 32, 8
LEAST_DEVIATION = 8.0


def _cosines() -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """The first rows of the discrete cosine transform (type 2) of `SIDE` samples."""
    row, column = np.arange(KEPT)[:, None], np.arange(SIDE)[None, :]
    table: np.ndarray[tuple[int, int], np.dtype[np.float64]] = np.cos(
        np.pi * row * (2 * column + 1) / (2 * SIDE)
    )
    return table


_TABLE = _cosines()


def perceptual_hash(picture: Image.Image) -> str | None:
    """64 bits as 16 hexadecimal digits: which of the 8 x 8 lowest frequencies of a 32 x 32 grey
    picture lie above their median (pHash). None for pictures with too little in them, whose bits
    would be chance."""
    small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    luma = np.asarray(small).astype(np.float64)
    if luma.std() < LEAST_DEVIATION:
        return None
    waves = (_TABLE @ luma @ _TABLE.T).ravel()
    bits = waves > np.median(waves[1:])
    bits[0] = False
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"
