"""Follows the sound stream on its time line; frames wait for each other to be measured."""

from dataclasses import dataclass

import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from mediaq.analyzers.audio.blocks import Blocks
from mediaq.analyzers.audio.clipping import Clip
from mediaq.analyzers.audio.loudness import loudness_range
from mediaq.analyzers.audio.meters import SoundMeters
from mediaq.analyzers.findings.ranges import Range


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


class SoundTrack:
    """Takes decoded frames of any layout, rate and sample format.

    They are measured together, about a second of them: one by one, between decoding, costs more.
    """

    def __init__(self) -> None:
        self._meters: SoundMeters | None = None
        self._waiting: list[AudioFrame | Range] = []
        self._samples = self.frames = 0
        self._start = self.end = 0.0

    def add(self, frame: AudioFrame, seconds: float | None) -> None:
        """Takes a frame that begins at `seconds`; None means right after the one before."""
        time = self.end if seconds is None else seconds
        if self._meters is None:
            offset = 0.0 if frame.time is None else frame.time - time
            self._start = self.end = max(time, 0.0)
            self._meters = SoundMeters(frame, start=self._start, offset=offset)
        self.frames += 1
        if time - self.end > GAP_SECONDS:
            # Where no sound is there is silence, as a player has it.
            self._waiting.append(Range(self.end, time))
        self.end = max(self.end, time + frame.samples / frame.sample_rate)
        self._waiting.append(frame)
        self._samples += frame.samples
        if self._samples >= self._meters.rate or len(self._waiting) >= MOST_WAITING:
            self._measure(self._meters)

    def _measure(self, meters: SoundMeters) -> None:
        meters.add(self._waiting)
        self._waiting.clear()
        self._samples = 0

    def finish(self) -> SoundMeasures | None:
        """The measures, or None when no frame came."""
        meters = self._meters
        if meters is None:
            return None
        self._measure(meters)
        meters.finish()
        self.end = meters.end
        loudness, blocks = meters.values.get("r128.I", -70.0), meters.blocks.blocks()
        return SoundMeasures(
            frames=self.frames,
            start=self._start,
            end=self.end,
            channels=meters.channels,
            rate=meters.rate,
            loudness=loudness if loudness > -70.0 else None,
            loudness_range=loudness_range(blocks.short_term),
            true_peak=meters.true_peak.highest,
            sample_peak=meters.sample_peak,
            clips=meters.clipping.finish(),
            silent=meters.envelope.silences(self._start, self.end),
            blocks=blocks,
            peaks=meters.envelope.peaks,
        )
