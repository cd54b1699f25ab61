"""The frames taken at the asked rate: written, put on sheets, and measured."""

from typing import NamedTuple

from av.video.frame import VideoFrame

from mediaq.analyzers.pixels.geometry import Geometry
from mediaq.analyzers.pixels.pictures import Converter, Gallery, image
from mediaq.analyzers.pixels.sheets import ContactSheets
from mediaq.analyzers.request import Request
from mediaq.analyzers.video.fields import Fields
from mediaq.analyzers.video.looks import Look, blocks, look
from mediaq.analyzers.video.specks import Specks

_EARLY = 1e-3


class Sample(NamedTuple):
    """Time in seconds; what the picture looks like; how much it steps on the grid of blocks, in
    levels of luma; the share of it that are specks, where that was asked for."""

    time: float
    look: Look
    blocks: float = 0.0
    specks: float = 0.0


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
        self._full = Converter(geometry.frame, "rgb0")
        self._small = Converter(geometry.tile, "yuv420p")
        self._tile = Converter(geometry.tile, "rgb0")
        self._specks: Specks | None = Specks() if request.depth == "full" else None
        self.fields = Fields()
        tile = geometry.upright(geometry.tile)
        self._sheets = ContactSheets(gallery, grid=request.grid, tile=tile)
        self.samples: list[Sample] = []

    def add(self, frame: VideoFrame, seconds: float) -> None:
        """Writes and measures one frame."""
        small = self._small(frame)
        specks = self._specks.share(frame) if self._specks else 0.0
        self.samples.append(Sample(seconds, look(small), blocks(frame), specks))
        number, ms = len(self.samples), round(seconds * 1000)
        picture = image(self._full(frame), self._rotation)
        stem = f"frames/frame_{number:04d}"
        self._gallery.save(picture, kind="frame", stem=stem, ms=ms, position=number)
        self._sheets.add(image(self._tile(small), self._rotation), ms)

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
        if 40 <= sample.look.luma <= 215 and sample.look.spread >= 30:
            return index
    return len(samples) // 2
