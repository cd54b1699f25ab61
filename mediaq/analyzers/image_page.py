"""Tells pages, scans and screenshots on white from photographs, without reading them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

PAPER_LEVEL = 225
PAPER_SPREAD = 4
PAPER_SHARE = 0.6
STEP = 64
STEPS_SHARE = 0.002


def is_page(luma: NDArray[np.uint8]) -> bool:
    """Whether grey levels are those of writing on a uniform white background.

    Most of it is one light level, and what is not has hard edges, as strokes have.
    """
    counts = np.bincount(luma.ravel(), minlength=256)
    paper = int(counts.argmax())
    if paper < PAPER_LEVEL:
        return False
    share = counts[max(paper - PAPER_SPREAD, 0) : paper + PAPER_SPREAD + 1].sum() / luma.size
    return bool(share >= PAPER_SHARE and _hard_steps(luma) >= STEPS_SHARE)


def _hard_steps(luma: NDArray[np.uint8]) -> float:
    """Share of neighbours that differ by a quarter of the range or more."""
    grey: NDArray[Any] = luma.astype(np.int16)
    across = np.abs(np.diff(grey, axis=1)) >= STEP
    down = np.abs(np.diff(grey, axis=0)) >= STEP
    return float((across.sum() + down.sum()) / luma.size)
