"""Follows the picture stream: every frame to the motion checks, some to the sampler."""

from dataclasses import dataclass
from functools import partial

from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from mediaq.analyzers.pixels.geometry import Geometry, Size
from mediaq.analyzers.pixels.pictures import Gallery
from mediaq.analyzers.request import Request
from mediaq.analyzers.video.aside import Aside
from mediaq.analyzers.video.fields import Bursts, Fields
from mediaq.analyzers.video.motion import Motion, MotionChecks
from mediaq.analyzers.video.samples import Pace, Sample, Sampler


@dataclass(frozen=True, slots=True)
class PictureMeasures:
    """What was decoded: frames, start and end in seconds, the upright size, and the checks;
    the codec, the bytes that it took, and the turn in degrees."""

    frames: int
    start: float
    end: float
    size: Size
    motion: Motion
    samples: list[Sample]
    fields: Fields
    codec: str
    coded_bytes: int
    rotation: int


class PictureTrack:
    """Fans decoded frames out. Frames come in order of presentation."""

    def __init__(self, stream: VideoStream, gallery: Gallery, request: Request) -> None:
        self._stream, self._gallery, self._request = stream, gallery, request
        self._tick = float(stream.time_base or 0)
        self._usual = float(1 / stream.average_rate) if stream.average_rate else 0.04
        self._pace = Pace(request.fps)
        self._bursts = Bursts()
        self._aside = Aside()
        self._motion: MotionChecks | None = None
        self._sampler: Sampler | None = None
        self._size: Size = (0, 0)
        self._start = self._last = self._step = 0.0
        self._rotation = 0
        self.frames = self.coded_bytes = 0

    @property
    def end(self) -> float:
        """Seconds at which the last frame ends."""
        return self._last + self._step

    def add(self, frame: VideoFrame, seconds: float | None) -> None:
        """Takes a frame shown at `seconds`; None means right after the one before."""
        time = self._clock(frame, seconds)
        if self._motion is None or self._sampler is None:
            self._motion, self._sampler = self._begin(frame)
        self._motion.add(frame, time)
        if self._pace.takes(time):
            self._aside.run(partial(self._sampler.add, frame, time))
        if burst := self._bursts.take(frame, time):
            self._aside.run(partial(self._sampler.fields.add, burst))

    def _clock(self, frame: VideoFrame, seconds: float | None) -> float:
        """The frame's time, never before the last one's; learns how long a frame is shown."""
        time = max(self.end if seconds is None else seconds, self._last if self.frames else 0.0)
        if self.frames == 0:
            self._start = time
        step = frame.duration * self._tick or (time - self._last) or self._usual
        self._step = min(step, self._request.max_duration)  # how long it is shown is a claim, too
        self._last = time
        self.frames += 1
        return time

    def _begin(self, frame: VideoFrame) -> tuple[MotionChecks, Sampler]:
        geometry = Geometry.of(self._stream, frame)
        self._rotation = geometry.rotation
        self._size = geometry.upright((frame.width, frame.height))
        return MotionChecks(geometry.grey), Sampler(geometry, self._gallery, self._request)

    def finish(self) -> PictureMeasures | None:
        """The measures, or None when no frame came."""
        self._aside.finish()
        if self._motion is None or self._sampler is None:
            return None
        self._sampler.finish()
        motion = self._motion.finish(self.end)
        return PictureMeasures(
            frames=self.frames,
            start=self._start,
            end=self.end,
            size=self._size,
            motion=motion,
            samples=self._sampler.samples,
            fields=self._sampler.fields,
            codec=self._stream.codec_context.codec.canonical_name,
            coded_bytes=self.coded_bytes,
            rotation=self._rotation,
        )
