"""Colours of limited-range YUV as RGB, by the matrix that the file names."""

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

Values = NDArray[np.float32]

# V to R, U to G, V to G, U to B (ITU-R BT.601, BT.709).
_BT601 = (1.402, -0.344136, -0.714136, 1.772)
_BT709 = (1.5748, -0.187324, -0.468124, 1.8556)

# Looked up, for powers are slow.
_STEPS = 4095
_ENCODED = np.linspace(0.0, 1.0, _STEPS + 1)
_POWERS = ((_ENCODED + 0.055) / 1.055) ** 2.4
_LINEAR = np.where(_ENCODED <= 0.04045, _ENCODED / 12.92, _POWERS).astype(np.float32)


def rgb(frame: VideoFrame, luma: Values, u: Values, v: Values) -> tuple[Values, Values, Values]:
    """Gamma-encoded R, G, B, 0 to 1 inside the gamut, of 8-bit values of the matrix of `frame`."""
    matrix = _BT709 if frame.colorspace == Colorspace.ITU709 else _BT601
    red, green_u, green_v, blue = (factor / 224 for factor in matrix)
    grey, u, v = (luma - 16) / 219, u - 128, v - 128
    return grey + red * v, grey + green_u * u + green_v * v, grey + blue * u


def linear(values: Values) -> Values:
    """Linear light of gamma-encoded values, bounded to 0 to 1 (sRGB, as WCAG defines it)."""
    return _LINEAR[(np.clip(values, 0.0, 1.0) * _STEPS).astype(np.int16)]
