"""The peak of every 10 ms of sound: 360,000 small numbers an hour, for silence and waveform."""

from array import array

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.findings.rules_audio import SILENCE_DB

A_SECOND = 100
STEP = 1 / A_SECOND
LONGEST_SECONDS = 48 * 3600
SILENCE = 10 ** (SILENCE_DB / 20)


class Envelope:
    """Peaks on a time line that begins at 0 s; time without sound counts as silent."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._peaks = array("f")

    def add(self, level: NDArray[np.float32], seconds: float) -> None:
        """Takes the absolute peaks over all channels, one a sample, that begin at `seconds`.

        10 ms need not be a whole number of samples, nor the sound begin with one of them.
        """
        if level.size == 0:
            return
        first = round(min(seconds, LONGEST_SECONDS) * self._rate)
        here = first * A_SECOND // self._rate
        steps = np.arange(here, (first + level.size - 1) * A_SECOND // self._rate + 1)
        begins = -(-steps * self._rate // A_SECOND) - first
        begins[0] = 0
        peaks = np.maximum.reduceat(level, begins).astype(np.float32)
        if (missing := here + peaks.size - len(self._peaks)) > 0:
            self._peaks.frombytes(bytes(self._peaks.itemsize * missing))
        line = np.frombuffer(self._peaks, dtype=np.float32)[here : here + peaks.size]
        np.maximum(line, peaks, out=line)

    @property
    def peaks(self) -> NDArray[np.float32]:
        """The peaks so far, full scale 1.0."""
        return np.array(self._peaks, dtype=np.float32)

    def silences(self, start: float, end: float) -> list[Range]:
        """The stretches from `start` to `end` (seconds) in which no sample reaches -60 dBFS."""
        first = round(start / STEP)
        quiet = self.peaks[first:] < SILENCE
        edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False])).astype(np.int8)))
        bounds = (first + edges) * STEP
        pairs = zip(bounds[::2], bounds[1::2], strict=True)
        return [Range(max(float(a), start), min(float(b), end)) for a, b in pairs if a < end]
