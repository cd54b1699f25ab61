"""The frames taken at the asked rate: written, put on sheets, and measured for brightness."""

from typing import NamedTuple

from av.filter import Graph
from av.video.frame import VideoFrame

from mediaq.analyzers.geometry import Geometry
from mediaq.analyzers.graphs import picture_graph, stamp, through
from mediaq.analyzers.metadata import numbers
from mediaq.analyzers.pictures import Converter, Gallery, image
from mediaq.analyzers.request import Request
from mediaq.analyzers.sheets import ContactSheets

_EARLY = 1e-3


class Sample(NamedTuple):
    """Time in seconds; mean luma and the spread of its middle 80 %, 8 bit; mean saturation."""

    time: float
    luma: float
    spread: float
    saturation: float


class Pace:
    """Says which frames to take so that there are at most `fps` a second, by time stamp."""

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._due = 0.0

    def takes(self, seconds: float) -> bool:
        """Whether the frame at `seconds` is the first one of its slot."""
        if seconds + _EARLY < self._due:
            return False
        self._due = (int((seconds + _EARLY) * self._fps) + 1) / self._fps
        return True


class Sampler:
    """Takes sampled frames one by one; keeps a few numbers of each and no picture."""

    def __init__(self, geometry: Geometry, gallery: Gallery, request: Request) -> None:
        self._gallery, self._rotation = gallery, geometry.rotation
        self._full = Converter(geometry.frame, "rgb24")
        self._small = Converter(geometry.tile, "yuv420p")
        self._tile = Converter(geometry.tile, "rgb24")
        self._graph: Graph | None = None
        tile = geometry.upright(geometry.tile)
        self._sheets = ContactSheets(gallery, grid=request.grid, tile=tile)
        self.samples: list[Sample] = []

    def add(self, frame: VideoFrame, seconds: float) -> None:
        """Writes and measures one frame."""
        small = self._small(frame)
        self._measure(small, seconds)
        number, ms = len(self.samples), round(seconds * 1000)
        picture = image(self._full(frame), self._rotation)
        stem = f"frames/frame_{number:04d}"
        self._gallery.save(picture, kind="frame", stem=stem, ms=ms, position=number)
        self._sheets.add(image(self._tile(small), self._rotation), ms)

    def _measure(self, small: VideoFrame, seconds: float) -> None:
        if self._graph is None:
            self._graph = picture_graph([("signalstats", "")], small)
        values: dict[str, float] = {}
        for out in through(self._graph, stamp(small, seconds)):
            values |= numbers(out.metadata)
        low, high = (values.get(f"signalstats.{key}", 0.0) for key in ("YLOW", "YHIGH"))
        luma, saturation = (values.get(f"signalstats.{key}", 0.0) for key in ("YAVG", "SATAVG"))
        self.samples.append(Sample(seconds, luma, high - low, saturation))

    def finish(self) -> None:
        """Writes the last sheet and the poster."""
        self._sheets.finish()
        if self.samples:
            frames = [entry for entry in self._gallery.files if entry["kind"] == "frame"]
            poster = frames[representative(self.samples)]
            self._gallery.copy(poster, kind="poster", stem="poster")


def representative(samples: list[Sample]) -> int:
    """Index of the first sample after a tenth that is neither dark, bright nor flat, else of the
    middle one."""
    for index in range(len(samples) // 10, len(samples)):
        sample = samples[index]
        if 40 <= sample.luma <= 215 and sample.spread >= 30:
            return index
    return len(samples) // 2
