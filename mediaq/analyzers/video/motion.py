"""Black, frozen, cut and flashing, judged on small copies of every frame at its native rate."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from av.filter import Graph
from av.video.frame import VideoFrame

from mediaq.analyzers.ffmpeg.graphs import picture_graph, stamp, through
from mediaq.analyzers.ffmpeg.metadata import numbers
from mediaq.analyzers.findings.ranges import Marks, Range, joined
from mediaq.analyzers.pixels.geometry import Size
from mediaq.analyzers.pixels.pictures import Converter
from mediaq.analyzers.video.flashes import Flashes

_FILTERS = (
    ("blackdetect", "d=0.05:pix_th=0.10:pic_th=0.98"),
    ("freezedetect", "n=-60dB:d=0.9"),
    ("scdet", "t=10"),
)
# Small copies that wait for each other: together they are looked at for half the price.
BATCH = 64
STILL = 0.1  # change in percent: -60 dB
# A codec redraws a still picture now and then: by so much, in percent and seconds.
REDRAWN, REDRAWING = 0.5, 0.1


@dataclass(frozen=True, slots=True)
class Motion:
    """Ranges and times in seconds, over the whole picture stream.

    `flashes` and `red_flashes` are the changes of which two make one. `changes` has for each of
    `times` the mean difference of the picture from the one before, in percent; 0: repeated.
    """

    black: list[Range]
    frozen: list[Range]
    cuts: list[float]
    flashes: list[float] = field(default_factory=list)
    red_flashes: list[float] = field(default_factory=list)
    times: "array[float]" = field(default_factory=lambda: array("d"))
    changes: "array[float]" = field(default_factory=lambda: array("f"))


class MotionChecks:
    """Feeds every frame, in order, to the detectors."""

    def __init__(self, size: Size) -> None:
        # Picked pixels, not averages: cheaper, and the share of dark ones stays what it was.
        self._grey = Converter(size, "gray", scaling="POINT")
        self._graph: Graph | None = None
        self._waiting: list[VideoFrame] = []
        self._black = Marks("black_start", "black_end")
        self._frozen = Marks("freezedetect.freeze_start", "freezedetect.freeze_end")
        self._cuts: list[float] = []
        self._flashes = Flashes()
        self._times, self._changes = array("d"), array("f")

    def add(self, frame: VideoFrame, seconds: float) -> None:
        """Takes a frame shown at `seconds`, which must not lie before the last one's."""
        self._flashes.add(frame, seconds)
        self._times.append(seconds)
        self._waiting.append(stamp(self._grey(frame), seconds))
        if len(self._waiting) == BATCH:
            self._look()

    def _look(self) -> None:
        if not self._waiting:
            return
        if self._graph is None:
            self._graph = picture_graph(_FILTERS, self._waiting[0])
        for out in through(self._graph, self._waiting):
            self._read(numbers(out.metadata))
        self._waiting.clear()

    def _read(self, values: dict[str, float]) -> None:
        self._black.read(values)
        self._frozen.read(values)
        self._changes.append(values.get("scd.mafd", 100.0))
        # Against nothing before it the first change always seems a cut.
        if "scd.time" in values and len(self._changes) > 2:
            self._cuts.append(values["scd.time"])

    def finish(self, end: float) -> Motion:
        """The outcome; what lasts to the end of the stream is closed at `end`."""
        self._look()
        flashes, red_flashes = self._flashes.finish()
        return Motion(
            black=self._black.ranges(end),
            frozen=held(self._frozen.ranges(end), self._times, self._changes, end),
            cuts=self._cuts,
            flashes=flashes,
            red_flashes=red_flashes,
            times=self._times,
            changes=self._changes,
        )


def held(
    ranges: Sequence[Range], times: "array[float]", changes: "array[float]", end: float
) -> list[Range]:
    """The ranges with the frames before and after that hardly change either, joined.

    A redrawn picture ends what freezedetect calls frozen.
    """
    still = [change <= STILL for change in changes]
    for n, change in enumerate(changes):
        still[n] |= change <= REDRAWN and n + 1 < len(still) and changes[n + 1] <= STILL
    wider = []
    for span in ranges:
        first, after = bisect_left(times, span.start - 1e-6), bisect_left(times, span.end - 1e-6)
        while first > 0 and still[first]:
            first -= 1
        while after < len(times) and still[after]:
            after += 1
        wider.append(Range(times[first], times[after] if after < len(times) else end))
    return joined(wider, REDRAWING)
