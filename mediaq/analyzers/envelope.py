"""The peak of every 10 ms of sound: 360,000 small numbers an hour, for silence and waveform."""

from array import array

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.ranges import Range
from mediaq.analyzers.rules_audio import SILENCE_DB

STEP = 0.01
LONGEST_SECONDS = 48 * 3600
_QUIET = 10 ** (SILENCE_DB / 20)


class Envelope:
    """Peaks on a time line that begins at 0 s; time without sound counts as silent."""

    def __init__(self, rate: int) -> None:
        self._window = max(1, round(rate * STEP))
        self._peaks = array("f")

    def add(self, level: NDArray[np.float32], seconds: float) -> None:
        """Takes the absolute peaks over all channels, one a sample, that begin at `seconds`."""
        gap = round(min(seconds, LONGEST_SECONDS) / STEP) - len(self._peaks)
        if gap > 1:
            self._peaks.frombytes(bytes(self._peaks.itemsize * gap))
        windows = np.arange(0, level.size, self._window)
        peaks = np.maximum.reduceat(level, windows)
        self._peaks.frombytes(peaks.astype(np.float32).tobytes())

    @property
    def peaks(self) -> NDArray[np.float32]:
        """The peaks so far, full scale 1.0."""
        return np.array(self._peaks, dtype=np.float32)

    def silences(self, start: float, end: float) -> list[Range]:
        """The stretches from `start` to `end` (seconds) in which no sample reaches -60 dBFS."""
        first = round(start / STEP)
        quiet = self.peaks[first:] < _QUIET
        edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False])).astype(np.int8)))
        bounds = (first + edges) * STEP
        pairs = zip(bounds[::2], bounds[1::2], strict=True)
        return [Range(max(float(a), start), min(float(b), end)) for a, b in pairs if a < end]
