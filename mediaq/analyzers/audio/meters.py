"""What measures one sound stream: a filter graph for loudness, then peaks, clipping and blocks."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.filter import Graph
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from mediaq.analyzers.audio.blocks import BlockMeter
from mediaq.analyzers.audio.clipping import Clipping
from mediaq.analyzers.audio.envelope import Envelope
from mediaq.analyzers.audio.loudness import WINDOW
from mediaq.analyzers.audio.true_peak import TruePeak
from mediaq.analyzers.ffmpeg.graphs import sound_graph, through
from mediaq.analyzers.ffmpeg.metadata import numbers
from mediaq.analyzers.findings.ranges import Range

Sound = NDArray[np.float32]
# Where a block begins (seconds), and what ebur128 says at its end.
Mark = tuple[float, dict[str, float]]
# Interleaved, for PyAV reads past the end of the planes of a planar frame with eight channels.
_FILTERS = (("ebur128", "metadata=1"), ("aformat", "sample_fmts=flt"))
# Blocks that begin where the one before ends, but for rounded time stamps, are one stretch.
_APART = 0.0015


class SoundMeters:
    """Takes frames of any setup; the first one's is that of all."""

    def __init__(self, frame: AudioFrame, *, start: float, offset: float) -> None:
        """`start` is where the first frame begins, `offset` what its time stamp has on top."""
        self.channels, self.rate = frame.layout.nb_channels, frame.sample_rate
        self._setup = (frame.format.name, frame.layout, frame.sample_rate)
        self._time_base = frame.time_base or Fraction(1, self.rate)
        self._offset = offset
        self._seen = self._key(frame)
        # One with the frame's own setup passes it on untouched; it is here for streams whose
        # setup changes on the way.
        self._resampler: AudioResampler | None = None
        self._graph: Graph = sound_graph(_FILTERS, frame)
        self._pushed = 0
        self.values: dict[str, float] = {}
        self.end = start
        self.sample_peak = 0.0
        self.true_peak = TruePeak(self.channels)
        self.clipping = Clipping(self.channels, self.rate)
        self.envelope = Envelope(self.rate)
        self.blocks = BlockMeter(self.channels, self.rate)

    @staticmethod
    def _key(frame: AudioFrame) -> tuple[str, str, int]:
        return frame.format.name, frame.layout.name, frame.sample_rate

    def add(self, waiting: Iterable[AudioFrame | Range]) -> None:
        """Takes frames in order, and gaps between them in seconds, which count as silence."""
        self._read(through(self._graph, self._ready(waiting)))

    def finish(self) -> None:
        """Measures what the graph has kept back."""
        self._read(through(self._graph, [None]))

    def _ready(self, waiting: Iterable[AudioFrame | Range]) -> Iterator[AudioFrame]:
        for item in waiting:
            for frame in (self._silence(item),) if isinstance(item, Range) else self._same(item):
                self._pushed += frame.samples
                yield frame

    def _same(self, frame: AudioFrame) -> Iterable[AudioFrame]:
        """The frame in the setup of the first one."""
        key = self._key(frame)
        if key != self._seen:
            self._seen = key
            name, layout, rate = self._setup
            self._resampler = AudioResampler(format=name, layout=layout, rate=rate)
        return self._resampler.resample(frame) if self._resampler else (frame,)

    def _silence(self, gap: Range) -> AudioFrame:
        """Silence for a gap, in a long one only for the window of short-term loudness. Then it ends
        with a block, so that what follows the gap is timed by itself."""
        name, layout, rate = self._setup
        wanted, block = round(gap.length * rate), rate // 10
        window = WINDOW * block
        samples = min(wanted, window + -(self._pushed + window) % block)
        frame = AudioFrame(format=name, layout=layout, samples=samples)
        for plane in frame.planes:
            plane.update((b"\x80" if name.startswith("u8") else b"\0") * plane.buffer_size)
        frame.sample_rate, frame.time_base = rate, self._time_base
        frame.pts = round((gap.start + self._offset) / self._time_base)
        return frame

    def _read(self, frames: Iterable[VideoFrame | AudioFrame]) -> None:
        """Measures the blocks of 100 ms that left the graph, those that hang together at once."""
        stretch: list[Sound] = []
        marks: list[Mark] = []
        for frame in frames:
            self.values |= numbers(frame.metadata)
            time = self.end if frame.time is None else max(frame.time - self._offset, 0.0)
            if stretch and abs(time - self.end) > _APART:
                self._measure(stretch, marks)
                stretch, marks = [], []
            interleaved = np.asarray(frame.to_ndarray(), dtype=np.float32)
            stretch.append(interleaved.reshape(-1, self.channels))
            marks.append((time, dict(self.values)))
            self.end = time + len(stretch[-1]) / self.rate
        if stretch:
            self._measure(stretch, marks)

    def _measure(self, stretch: list[Sound], marks: list[Mark]) -> None:
        """Measures blocks of shape (samples, channels) that follow each other."""
        sound = np.ascontiguousarray(np.concatenate(stretch).T)
        level = np.abs(sound)
        peaks = level.max(axis=0)
        if not np.isfinite(peaks.max(initial=0.0)):
            np.nan_to_num(sound, copy=False, nan=0.0, posinf=1.0, neginf=-1.0)
            np.abs(sound, out=level)
            peaks = level.max(axis=0)
        self.sample_peak = max(self.sample_peak, float(peaks.max(initial=0.0)))
        self.true_peak.add(sound, level)
        self.envelope.add(peaks, marks[0][0])
        first = 0
        for block, (time, values) in zip(stretch, marks, strict=True):
            here = slice(first, first + len(block))
            highest = float(peaks[here].max(initial=0.0))
            self.clipping.add(level[:, here], time, highest)
            self.blocks.add(sound[:, here], time, values)
            first += len(block)
