"""Black, frozen and cut, judged on a small grey copy of every frame at its native rate."""

from dataclasses import dataclass

from av.filter import Graph
from av.video.frame import VideoFrame

from mediaq.analyzers.geometry import Size
from mediaq.analyzers.graphs import picture_graph, stamp, through
from mediaq.analyzers.metadata import numbers
from mediaq.analyzers.pictures import Converter
from mediaq.analyzers.ranges import Marks, Range

_FILTERS = (
    ("blackdetect", "d=0.05:pix_th=0.10:pic_th=0.98"),
    ("freezedetect", "n=-60dB:d=1.9"),
    ("scdet", "t=10"),
)


@dataclass(frozen=True, slots=True)
class Motion:
    """Ranges and times in seconds, over the whole picture stream."""

    black: list[Range]
    frozen: list[Range]
    cuts: list[float]


class MotionChecks:
    """Feeds every frame, in order, to the detectors."""

    def __init__(self, size: Size) -> None:
        # Picked pixels, not averages: cheaper, and the share of dark ones stays what it was.
        self._grey = Converter(size, "gray", scaling="POINT")
        self._graph: Graph | None = None
        self._black = Marks("black_start", "black_end")
        self._frozen = Marks("freezedetect.freeze_start", "freezedetect.freeze_end")
        self._cuts: list[float] = []

    def add(self, frame: VideoFrame, seconds: float) -> None:
        """Takes a frame shown at `seconds`, which must not lie before the last one's."""
        small = stamp(self._grey(frame), seconds)
        if self._graph is None:
            self._graph = picture_graph(_FILTERS, small)
        for out in through(self._graph, small):
            self._read(numbers(out.metadata))

    def _read(self, values: dict[str, float]) -> None:
        self._black.read(values)
        self._frozen.read(values)
        if "scd.time" in values:
            self._cuts.append(values["scd.time"])

    def finish(self, end: float) -> Motion:
        """The outcome; what lasts to the end of the stream is closed at `end`."""
        return Motion(self._black.ranges(end), self._frozen.ranges(end), self._cuts)
