"""Sizes of pictures: as displayed, and fitted into a box."""

from dataclasses import dataclass

from av.video.frame import VideoFrame
from av.video.stream import VideoStream

FRAME_SIDE = 1280
TILE_WIDTH = 320
TILE_HEIGHT = 640
GREY_WIDTH = 128
Size = tuple[int, int]


def fit(size: Size, box: Size) -> Size:
    """The largest even size of the same shape that is inside `box` and no larger than `size`."""
    width, height = size
    scale = min(1.0, box[0] / width, box[1] / height)
    return _even(width * scale), _even(height * scale)


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)


@dataclass(frozen=True, slots=True)
class Geometry:
    """Sizes before rotation: frames to keep, tiles to show and measure, grey copies to compare.

    `rotation` is in degrees counter-clockwise, a multiple of 90.
    """

    frame: Size
    tile: Size
    grey: Size
    rotation: int

    @classmethod
    def of(cls, stream: VideoStream, frame: VideoFrame) -> "Geometry":
        """The geometry of a stream; pixels that are not square widen the picture."""
        aspect = stream.sample_aspect_ratio
        square = max(1, round(frame.width * float(aspect))) if aspect else frame.width
        size = (square, frame.height)
        rotation = round(frame.rotation / 90) * 90 % 360
        tile = (TILE_WIDTH, TILE_HEIGHT)
        if rotation in (90, 270):
            tile = (TILE_HEIGHT, TILE_WIDTH)
        return cls(
            frame=fit(size, (FRAME_SIDE, FRAME_SIDE)),
            tile=fit(size, tile),
            grey=fit(size, (GREY_WIDTH, GREY_WIDTH)),
            rotation=rotation,
        )

    def upright(self, size: Size) -> Size:
        """A size as it is after rotation."""
        return size if self.rotation in (0, 180) else (size[1], size[0])
