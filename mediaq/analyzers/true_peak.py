"""True peak after ITU-R BS.1770-4, Annex 2: the highest level of the sound oversampled by four."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Sound = NDArray[np.float32]

# The 48-tap interpolation filter of Annex 2, table of phases 0 and 1; 2 and 3 mirror them.
_PHASE_0 = (
    *(0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000),
    *(-0.0594482421875, 0.1373291015625, 0.9721679687500, -0.1022949218750),
    *(0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500),
)
_PHASE_1 = (
    *(-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250),
    *(-0.1665039062500, 0.4650878906250, 0.7797851562500, -0.2003173828125),
    *(0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375),
)
_PHASES = np.array([_PHASE_0, _PHASE_1, _PHASE_1[::-1], _PHASE_0[::-1]], dtype=np.float32)
_GAIN = float(np.abs(_PHASES).sum(axis=1).max())
_TAPS = _PHASES.shape[1]
_TAIL = _TAPS - 1
# Sound is filtered in stretches of so many samples.
_STRETCH = 64


class TruePeak:
    """Running maximum over blocks of sound.

    No output of the filter exceeds its input's peak times the sum of its coefficients (2.02), so
    stretches too quiet to raise the maximum are not filtered. That changes the cost, not the
    result.
    """

    def __init__(self, channels: int) -> None:
        self._tail: Sound = np.zeros((channels, _TAIL), dtype=np.float32)
        self.highest = 0.0

    def add(self, block: Sound, level: Sound) -> None:
        """Takes the next block, shape (channels, samples), full scale 1.0, and its magnitudes."""
        peaks = level.max(axis=1, initial=0.0)
        self.highest = max(self.highest, float(peaks.max(initial=0.0)))
        loudest = np.maximum(peaks, np.abs(self._tail).max(axis=1))
        for channel in np.flatnonzero(loudest * _GAIN > self.highest):
            self._filter(np.concatenate((self._tail[channel], block[channel])))
        self._tail = np.concatenate((self._tail, block[:, -_TAIL:]), axis=1)[:, -_TAIL:]

    def _filter(self, sound: Sound) -> None:
        """Filters the loud stretches; an output needs the samples of its own and of the next."""
        windows = sliding_window_view(sound, _TAPS)
        starts = np.arange(0, sound.size, _STRETCH)
        peaks = np.maximum.reduceat(np.abs(sound), starts)
        hot = np.maximum(peaks, np.append(peaks[1:], 0.0)) * _GAIN > self.highest
        rows = (starts[hot][:, None] + np.arange(_STRETCH)).ravel()
        # The four phases mirror each other, so the direction of the taps does not matter.
        level = np.abs(windows[rows[rows < len(windows)]] @ _PHASES.T).max(initial=0.0)
        self.highest = max(self.highest, float(level))
