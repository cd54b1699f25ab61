"""Specks and dropouts: FFmpeg's count of pixels that stand out from the rows around them."""

from av.filter import Graph
from av.video.frame import VideoFrame

from mediaq.analyzers.ffmpeg.graphs import picture_graph, stamp, through
from mediaq.analyzers.ffmpeg.metadata import numbers

# The middle of the picture, unscaled: scaling would average specks away.
_CROP = "w=min(iw\\,512):h=min(ih\\,288)"


class Specks:
    """Measures frames of one size; others are started anew."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None
        self._count = 0

    def share(self, frame: VideoFrame) -> float:
        """The share of outliers, 0 to 1."""
        shape = (frame.width, frame.height, frame.format.name)
        if self._graph is None or shape != self._shape:
            self._graph = picture_graph([("crop", _CROP), ("signalstats", "stat=tout")], frame)
            self._shape, self._count = shape, 0
        self._count += 1
        values: dict[str, float] = {}
        for out in through(self._graph, [stamp(frame, self._count)]):
            values |= numbers(out.metadata)
        return values.get("signalstats.TOUT", 0.0)
