"""Follows the sound stream: loudness, peaks, clipping and silence, on blocks of about 100 ms."""

from collections.abc import Iterable
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
        self.pushed = 0
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

    def push(self, frame: AudioFrame) -> Iterable[VideoFrame | AudioFrame]:
        """The blocks that leave the graph for a frame in the setup of the first one.

        To ask a graph that has none costs as much as a block; so none is asked before its time.
        """
        block = max(self.rate // 10, 1)
        before, self.pushed = self.pushed, self.pushed + frame.samples
        if before // block < self.pushed // block:
            return through(self.graph, frame)
        self.graph.push(frame)
        return ()

    def silence(self, seconds: float, pts: int) -> AudioFrame:
        """Silence for a gap of so many seconds, in a long one only for the window of short-term
        loudness. Then it ends with a block, so that what follows the gap is timed by itself."""
        name, layout, rate = self._setup
        gap, block = round(seconds * rate), rate // 10
        window = WINDOW * block
        samples = min(gap, window + -(self.pushed + window) % block)
        frame = AudioFrame(format=name, layout=layout, samples=samples)
        for plane in frame.planes:
            plane.update((b"\x80" if name.startswith("u8") else b"\0") * plane.buffer_size)
        frame.sample_rate, frame.pts, frame.time_base = rate, pts, self.time_base
        return frame


class SoundTrack:
    """Takes decoded frames of any layout, rate and sample format."""

    def __init__(self) -> None:
        self._meters: _Meters | None = None
        self._values: dict[str, float] = {}
        self._start = self._next = self._offset = self._sample_peak = 0.0
        self._latest = 0.0
        self.frames = 0

    @property
    def end(self) -> float:
        """Seconds at which the sound decoded so far ends."""
        return self._next

    def add(self, frame: AudioFrame, seconds: float | None) -> None:
        """Takes a frame that begins at `seconds`; None means right after the one before."""
        time = self._next if seconds is None else seconds
        if self._meters is None:
            self._meters = _Meters(frame)
            self._start = self._next = self._latest = max(time, 0.0)
            self._offset = 0.0 if frame.time is None else frame.time - time
        self.frames += 1
        if time - self._latest > GAP_SECONDS:
            self._fill(self._meters, time - self._latest)
        self._latest = max(self._latest, time + frame.samples / frame.sample_rate)
        for same in self._meters.same(frame):
            self._read(self._meters, self._meters.push(same))

    def _fill(self, meters: _Meters, seconds: float) -> None:
        """Puts silence where no sound is, as a player does."""
        pts = round((self._latest + self._offset) / meters.time_base)
        self._read(meters, meters.push(meters.silence(seconds, pts)))

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
        self._read(meters, through(meters.graph, None))
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
