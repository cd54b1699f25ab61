"""Judgements on the course of loudness: its range, and sudden jumps."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Values = NDArray[np.float64]
# Blocks of 100 ms in the 3 s of short-term loudness. The first value that covers 3 s is the 30th.
WINDOW = 30
ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -20.0
# A fade moves by more than this between the halves of 3 s if it is fast enough for a jump.
STEADY_LU = 4.0
_HALF = 11


class Jump(NamedTuple):
    """The last block before a jump, by how many LU the loudness moves there, and the short-term
    loudness of the quieter side in LUFS."""

    block: int
    change: float
    lower: float


def loudness_range(short_term: Values) -> float | None:
    """The loudness range in LU of short-term values in LUFS, one each 100 ms (EBU Tech 3342).

    None where nothing lasts 3 s or passes the gate. Values over less than 3 s do not count.
    """
    heard = short_term[WINDOW - 1 :]
    heard = heard[heard >= ABSOLUTE_GATE]
    if heard.size == 0:
        return None
    gate = 10 * np.log10(np.mean(10 ** (heard / 10))) + RELATIVE_GATE
    low, high = np.percentile(heard[heard >= gate], (10, 95))
    return float(high - low)


def jumps(momentary: Values, short_term: Values, *, loudness: float, least: float) -> list[Jump]:
    """Where short-term loudness moves by `least` LU or more from one 3 s to the next.

    Both sides must be programme, not pause (20 LU under the integrated `loudness` is the gate of
    the loudness range), and steady: a fade is no jump, nor is a pause between words.
    """
    last = np.arange(WINDOW - 1, short_term.size - WINDOW)
    if last.size == 0:
        return []
    change = short_term[last + WINDOW] - short_term[last]
    loudest = _loudest(momentary, last)
    lower = np.minimum(short_term[last + WINDOW], short_term[last])
    # At odd rates thirty blocks are a little less than 3 s, and the first value is not there yet.
    flags = (np.abs(change) >= least) & (lower >= ABSOLUTE_GATE)
    flags &= loudest.min(axis=0) >= loudness + RELATIVE_GATE
    flags &= np.abs(loudest[::2] - loudest[1::2]).max(axis=0) <= STEADY_LU
    every = zip(last[flags], change[flags], lower[flags], strict=True)
    return _strongest([Jump(int(block), float(by), float(low)) for block, by, low in every])


def _loudest(momentary: Values, last: NDArray[np.intp]) -> Values:
    """The loudest moments (400 ms) of the first and second half of the 3 s before the end of a
    block, and of those after it: shape (4, blocks).

    Moments that reach over the border between the sides are left out.
    """
    loudest = sliding_window_view(momentary, _HALF).max(axis=1)
    halves: Values = np.stack([loudest[last + first] for first in (-26, -11, 5, 19)])
    return halves


def _strongest(candidates: list[Jump]) -> list[Jump]:
    """Of candidates that are closer than 3 s only the strongest."""
    out: list[Jump] = []
    for jump in candidates:
        if out and jump.block - out[-1].block < WINDOW:
            out[-1] = max(out[-1], jump, key=lambda item: abs(item.change))
        else:
            out.append(jump)
    return out
