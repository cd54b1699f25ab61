"""What is kept of every block of sound (100 ms): power, products of the channels, loudness."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
# What ebur128 says of silence.
SILENT_LUFS = -120.7
# Blocks so much quieter than the sound so far may be pauses: only their spectrum is looked at.
_QUIET = 10 ** (-10 / 10)
_PIECES_A_SECOND = 50
_SPEECH_HERTZ = (200, 8000)
_BAND = 24


class Pieces(NamedTuple):
    """Stereo in pieces of 20 ms: when each begins (seconds), and the sums over its samples of left
    times right, of left squared and of right squared."""

    starts: Values
    product: Values
    left: Values
    right: Values


@dataclass(frozen=True, slots=True)
class Blocks:
    """One entry a block, full scale 1.0, in order of time.

    `starts` and `ends` in seconds; `power` mean squares of shape (blocks, channels) without the
    channels' constant parts, which are `offset`; `product` mean of left times right and
    `difference` mean square of left minus right, both zero unless there are two channels;
    `momentary` and `short_term` in LUFS at the block's end. `pieces` are empty unless there are
    two channels.
    """

    starts: Values
    ends: Values
    power: Values
    offset: Values
    product: Values
    difference: Values
    momentary: Values
    short_term: Values
    flatness: Values
    pieces: Pieces

    @property
    def mean_power(self) -> Values:
        """Mean square of each channel over the whole sound."""
        lengths = self.ends - self.starts
        mean: Values = lengths @ self.power / max(float(lengths.sum()), 1e-9)
        return mean


class BlockMeter:
    """Takes the blocks as they come."""

    def __init__(self, channels: int, rate: int) -> None:
        self._channels, self._rate = channels, rate
        self._starts, self._ends = array("d"), array("d")
        self._power, self._sums = array("d"), np.zeros(channels)
        self._product, self._difference = array("d"), array("d")
        self._momentary, self._short_term = array("d"), array("d")
        self._flatness, self._pieces = array("d"), array("d")
        self._samples, self._energy = 0, 0.0

    def add(self, sound: NDArray[np.float32], time: float, values: Mapping[str, float]) -> None:
        """Takes finite samples of shape (channels, samples) that begin at `time` (seconds) and
        the metadata of ebur128 at their end."""
        length = sound.shape[1]
        if length == 0:
            return
        self._starts.append(time)
        self._ends.append(time + length / self._rate)
        self._samples += length
        self._sums += sound.sum(axis=1, dtype=np.float64)
        power = [float(np.dot(channel, channel)) / length for channel in sound]
        self._power.extend(power)
        self._energy += sum(power) * length
        quiet = sum(power) < _QUIET * self._energy / self._samples
        self._flatness.append(flatness(sound.mean(axis=0), self._rate) if quiet else 0.0)
        self._momentary.append(values.get("r128.M", SILENT_LUFS))
        self._short_term.append(values.get("r128.S", SILENT_LUFS))
        if self._channels == 2:
            apart = sound[0] - sound[1]
            self._product.append(self._pair(sound, time) / length)
            self._difference.append(float(np.dot(apart, apart)) / length)

    def _pair(self, sound: NDArray[np.float32], time: float) -> float:
        """Keeps the pieces of a block; the sum of left times right."""
        step = max(self._rate // _PIECES_A_SECOND, 1)
        if rest := -sound.shape[1] % step:
            sound = np.concatenate((sound, np.zeros((2, rest), dtype=np.float32)), axis=1)
        left, right = sound.reshape(2, -1, step)
        sums = np.empty((len(left), len(Pieces._fields)))
        sums[:, 0] = time + np.arange(len(left)) * (step / self._rate)
        for at, pair in enumerate(((left, right), (left, left), (right, right)), 1):
            sums[:, at] = np.einsum("ij,ij->i", *pair)
        self._pieces.frombytes(sums.tobytes())
        return float(sums[:, 1].sum())

    def blocks(self) -> Blocks:
        """Everything so far."""
        count = len(self._starts)
        offset = self._sums / max(self._samples, 1)
        power = np.array(self._power).reshape(count, self._channels) - offset**2
        none = np.zeros(count)
        stereo = self._channels == 2
        return Blocks(
            starts=np.array(self._starts),
            ends=np.array(self._ends),
            power=np.maximum(power, 0.0),
            offset=offset,
            product=np.array(self._product) - offset.prod() if stereo else none,
            difference=np.array(self._difference) if stereo else none,
            momentary=np.array(self._momentary),
            short_term=np.array(self._short_term),
            flatness=np.array(self._flatness),
            pieces=Pieces(*np.array(self._pieces).reshape(-1, len(Pieces._fields)).T),
        )


@lru_cache(maxsize=4)
def _window(size: int) -> Values:
    return np.hanning(size)


def flatness(sound: NDArray[np.float32], rate: int) -> float:
    """How flat the spectrum of 100 ms is within bands of 240 Hz from 200 Hz to 8 kHz, in dB.

    About -3 for noise of any colour, far lower for tones: the mean over all bands of the geometric
    over the arithmetic mean, which for a noise periodogram is -2.5 dB. Bands weigh by their power
    times frequency, or the lowest alone would decide.
    """
    power = np.abs(np.fft.rfft(sound * _window(sound.size))) ** 2 + 1e-20
    first, last = (hertz * sound.size // rate for hertz in _SPEECH_HERTZ)
    weighted = power[first:last] * np.arange(first, first + power[first:last].size)
    bands = weighted[: weighted.size // _BAND * _BAND].reshape(-1, _BAND)
    if bands.size == 0:
        return 0.0
    means = bands.mean(axis=1)
    ratios = 10 * (np.log10(bands).mean(axis=1) - np.log10(means))
    return float(ratios @ means / means.sum())
