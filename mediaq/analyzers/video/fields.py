"""Finds interlaced pictures: short bursts of unscaled frames go through FFmpeg's idet."""

from collections import Counter

import numpy as np
from av.video.frame import VideoFrame

from mediaq.analyzers.ffmpeg.graphs import picture_graph, stamp, through
from mediaq.analyzers.pixels.planes import plane

BURST = 3  # frames: idet compares each with the one before and the one after
EVERY = 1.0
OFTEN, SELDOM = 10, 3.0  # after so many bursts, one in so many seconds
MOVED = 8  # levels of luma by which a pixel that moves has changed
COLUMNS = 4
_KEY = "lavfi.idet.multiple.current_frame"


class Bursts:
    """Picks the frames: a few in a row, once a second."""

    def __init__(self) -> None:
        self._due, self._count = 0.0, 0
        self._frames: list[VideoFrame] = []

    def take(self, frame: VideoFrame, seconds: float) -> list[VideoFrame]:
        """A whole burst when `frame` completes one, else nothing."""
        if seconds < self._due:
            return []
        if self._frames and _shape(frame) != _shape(self._frames[0]):
            self._frames = []
        self._frames.append(frame)
        if len(self._frames) < BURST:
            return []
        burst, self._frames = self._frames, []
        self._count += 1
        self._due = seconds + (EVERY if self._count < OFTEN else SELDOM)
        return burst


def _shape(frame: VideoFrame) -> tuple[int, int, str]:
    return frame.width, frame.height, frame.format.name


class Fields:
    """Counts the bursts whose middle frame is interlaced, and those where it is progressive."""

    def __init__(self) -> None:
        self._verdicts: Counter[str] = Counter()

    def add(self, burst: list[VideoFrame]) -> None:
        """Judges a burst of consecutive frames. Light that flashes misleads idet, not the comb."""
        verdict = _idet(burst)
        if verdict in ("tff", "bff") and not combed(burst[0], burst[1]):
            verdict = "progressive"
        self._verdicts[verdict] += 1

    @property
    def interlaced(self) -> int:
        """Bursts of fields."""
        return self._verdicts["tff"] + self._verdicts["bff"]

    @property
    def progressive(self) -> int:
        """Bursts of whole frames."""
        return self._verdicts["progressive"]


def _idet(burst: list[VideoFrame]) -> str:
    graph = picture_graph([("idet", "")], burst[0])
    ready = [stamp(frame, index / 25) for index, frame in enumerate(burst)]
    verdicts = [out.metadata.get(_KEY, "") for out in through(graph, [*ready, None])]
    return verdicts[1] if len(verdicts) > 1 else ""


def combed(before: VideoFrame, now: VideoFrame) -> bool:
    """Whether, where the picture moves, rows are less like the next row than like the one after,
    which is of the same field."""
    old, new = (
        plane(frame.reformat(format="gray"))[:, ::COLUMNS].astype(np.int16)
        for frame in (before, now)
    )
    moving = np.abs(new - old)[1:-1] > MOVED
    beside, apart = np.abs(new[1:-1] - new[:-2]), np.abs(new[2:] - new[:-2])
    return bool(beside[moving].sum() > apart[moving].sum())
