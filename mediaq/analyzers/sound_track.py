"""Follows the sound stream: loudness, peaks, clipping and silence, on blocks of about 100 ms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.filter import Graph
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from mediaq.analyzers.clipping import Clip, Clipping
from mediaq.analyzers.envelope import Envelope
from mediaq.analyzers.graphs import sound_graph, through
from mediaq.analyzers.loudness import WINDOW, loudness_range
from mediaq.analyzers.metadata import numbers
from mediaq.analyzers.ranges import Range
from mediaq.analyzers.sound_blocks import BlockMeter, Blocks
from mediaq.analyzers.true_peak import TruePeak


@dataclass(frozen=True, slots=True)
class SoundMeasures:
    """Times in seconds; loudness in LUFS (None if nothing was loud enough to gate), range in LU
    (None if there was too little of it); peaks linear, full scale 1.0; `peaks` one each 10 ms."""

    frames: int
    start: float
    end: float
    channels: int
    rate: int
    loudness: float | None
    loudness_range: float | None
    true_peak: float
    sample_peak: float
    clips: list[Clip]
    silent: list[Range]
    blocks: Blocks
    peaks: NDArray[np.float32]


# Time stamps in milliseconds leave less than this between frames.
GAP_SECONDS = 0.02
# Frames may be as short as a sample.
MOST_WAITING = 100
# Interleaved, for PyAV reads past the end of the planes of a planar frame with eight channels.
_FILTERS = (("ebur128", "metadata=1"), ("aformat", "sample_fmts=flt"))


class _Meters:
    """What measures one stream; made from the first frame."""

    def __init__(self, frame: AudioFrame) -> None:
        self.channels, self.rate = frame.layout.nb_channels, frame.sample_rate
        # A resampler with the frame's own setup passes it on untouched; it is here for streams
        # whose setup changes on the way.
        self._setup = (frame.format.name, frame.layout, frame.sample_rate)
        self.time_base = frame.time_base or Fraction(1, self.rate)
        self._seen = self._key(frame)
        self._resampler: AudioResampler | None = None
        self.graph: Graph = sound_graph(_FILTERS, frame)
        self._pushed = 0
        self.true_peak = TruePeak(self.channels)
        self.clipping = Clipping(self.channels, self.rate)
        self.envelope = Envelope(self.rate)
        self.blocks = BlockMeter(self.channels, self.rate)

    @staticmethod
    def _key(frame: AudioFrame) -> tuple[str, str, int]:
        return frame.format.name, frame.layout.name, frame.sample_rate

    def same(self, frame: AudioFrame) -> Iterable[AudioFrame]:
        """The frame in the setup of the first one."""
        key = self._key(frame)
        if key != self._seen:
            self._seen = key
            name, layout, rate = self._setup
            self._resampler = AudioResampler(format=name, layout=layout, rate=rate)
        return self._resampler.resample(frame) if self._resampler else (frame,)

    def measured(self, waiting: Iterable[AudioFrame | Range]) -> Iterable[VideoFrame | AudioFrame]:
        """The blocks that leave the graph for frames, and for gaps in seconds of the stream."""
        return through(self.graph, self._ready(waiting))

    def _ready(self, waiting: Iterable[AudioFrame | Range]) -> Iterator[AudioFrame]:
        for item in waiting:
            for frame in (self.silence(item),) if isinstance(item, Range) else self.same(item):
                self._pushed += frame.samples
                yield frame

    def silence(self, gap: Range) -> AudioFrame:
        """Silence for a gap, in a long one only for the window of short-term loudness. Then it ends
        with a block, so that what follows the gap is timed by itself."""
        name, layout, rate = self._setup
        wanted, block = round(gap.length * rate), rate // 10
        window = WINDOW * block
        samples = min(wanted, window + -(self._pushed + window) % block)
        frame = AudioFrame(format=name, layout=layout, samples=samples)
        for plane in frame.planes:
            plane.update((b"\x80" if name.startswith("u8") else b"\0") * plane.buffer_size)
        frame.sample_rate, frame.time_base = rate, self.time_base
        frame.pts = round(gap.start / self.time_base)
        return frame


class SoundTrack:
    """Takes decoded frames of any layout, rate and sample format.

    They are measured together, about a second of them: one by one, between decoding, costs more.
    """

    def __init__(self) -> None:
        self._meters: _Meters | None = None
        self._waiting: list[AudioFrame | Range] = []
        self._samples = 0
        self._values: dict[str, float] = {}
        self._start = self._next = self._offset = self._sample_peak = 0.0
        self.frames = 0
        self.end = 0.0

    def add(self, frame: AudioFrame, seconds: float | None) -> None:
        """Takes a frame that begins at `seconds`; None means right after the one before."""
        time = self.end if seconds is None else seconds
        if self._meters is None:
            self._meters = _Meters(frame)
            self._start = self._next = self.end = max(time, 0.0)
            self._offset = 0.0 if frame.time is None else frame.time - time
        self.frames += 1
        if time - self.end > GAP_SECONDS:
            # Where no sound is there is silence, as a player has it.
            self._waiting.append(Range(self.end + self._offset, time + self._offset))
        self.end = max(self.end, time + frame.samples / frame.sample_rate)
        self._waiting.append(frame)
        self._samples += frame.samples
        if self._samples >= self._meters.rate or len(self._waiting) >= MOST_WAITING:
            self._measure_waiting(self._meters)

    def _measure_waiting(self, meters: _Meters) -> None:
        self._read(meters, meters.measured(self._waiting))
        self._waiting.clear()
        self._samples = 0

    def _read(self, meters: _Meters, blocks: Iterable[VideoFrame | AudioFrame]) -> None:
        """Measures the blocks that left the graph: interleaved floats with metadata."""
        for block in blocks:
            self._values |= numbers(block.metadata)
            interleaved = block.to_ndarray().reshape(-1, meters.channels)
            sound = np.ascontiguousarray(interleaved.T, dtype=np.float32)
            time = self._next if block.time is None else max(block.time - self._offset, 0.0)
            self._next = time + sound.shape[1] / meters.rate
            self._measure(meters, sound, time)

    def _measure(self, meters: _Meters, sound: NDArray[np.float32], time: float) -> None:
        level = np.abs(sound)
        peaks = level.max(axis=0)
        highest = float(peaks.max(initial=0.0))
        if not np.isfinite(highest):
            np.nan_to_num(sound, copy=False, nan=0.0, posinf=1.0, neginf=-1.0)
            return self._measure(meters, sound, time)
        self._sample_peak = max(self._sample_peak, highest)
        meters.true_peak.add(sound, level)
        meters.clipping.add(level, time, highest)
        meters.envelope.add(peaks, time)
        meters.blocks.add(sound, time, self._values)

    def finish(self) -> SoundMeasures | None:
        """The measures, or None when no frame came."""
        meters = self._meters
        if meters is None:
            return None
        self._measure_waiting(meters)
        self._read(meters, through(meters.graph, [None]))
        self.end = self._next
        loudness, blocks = self._values.get("r128.I", -70.0), meters.blocks.blocks()
        return SoundMeasures(
            frames=self.frames,
            start=self._start,
            end=self.end,
            channels=meters.channels,
            rate=meters.rate,
            loudness=loudness if loudness > -70.0 else None,
            loudness_range=loudness_range(blocks.short_term),
            true_peak=meters.true_peak.highest,
            sample_peak=self._sample_peak,
            clips=meters.clipping.finish(),
            silent=meters.envelope.silences(self._start, self.end),
            blocks=blocks,
            peaks=meters.envelope.peaks,
        )
