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
_TAIL = _PHASES.shape[1] - 1
# Sound is filtered in stretches of so many samples, each by one product with a matrix that has the
# four filters in a column for each sample. The four mirror each other, so the direction of the
# taps does not matter.
_STRETCH = 32
_BANDS = np.zeros((_STRETCH + _TAIL, _STRETCH, len(_PHASES)), dtype=np.float32)
for _at in range(_STRETCH):
    _BANDS[_at : _at + _TAIL + 1, _at] = _PHASES.T
_MATRIX = _BANDS.reshape(_STRETCH + _TAIL, -1)
# Kept of the sound before: what makes any number of samples whole stretches, and their filter's.
_KEPT = _STRETCH + _TAIL


class TruePeak:
    """Running maximum over blocks of sound.

    No output of the filter exceeds its input's peak times the sum of its coefficients (2.02), so
    stretches too quiet to raise the maximum are not filtered. That changes the cost, not the
    result.
    """

    def __init__(self, channels: int) -> None:
        self._kept: Sound = np.zeros((channels, _KEPT), dtype=np.float32)
        self.highest = 0.0

    def add(self, block: Sound, level: Sound) -> None:
        """Takes the next block, shape (channels, samples), full scale 1.0, and its magnitudes."""
        peaks = level.max(axis=1, initial=0.0)
        self.highest = max(self.highest, float(peaks.max(initial=0.0)))
        loudest = np.maximum(peaks, np.abs(self._kept).max(axis=1))
        sound = np.concatenate((self._kept, block), axis=1)
        self._kept = sound[:, -_KEPT:]
        loud = loudest * _GAIN > self.highest
        if loud.any():
            stretches = -(-block.shape[1] // _STRETCH)
            self._filter(sound[loud, -(stretches * _STRETCH + _TAIL) :])

    def _filter(self, sound: Sound) -> None:
        """Filters the loud of whole stretches; one needs the samples of the filter before it."""
        windows = sliding_window_view(sound, _KEPT, axis=1)[:, ::_STRETCH]
        hot = np.abs(windows).max(axis=2) * _GAIN > self.highest
        level = np.abs(windows[hot] @ _MATRIX).max(initial=0.0)
        self.highest = max(self.highest, float(level))
