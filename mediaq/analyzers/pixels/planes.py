"""Picture planes as arrays, without a copy."""

from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


def plane(frame: VideoFrame, index: int = 0) -> Bytes:
    """An 8-bit plane, shape (height, width); valid while the frame lives."""
    source: Any = frame.planes[index]
    whole = np.frombuffer(source, np.uint8)
    return whole.reshape(-1, source.line_size)[: source.height, : source.width]
