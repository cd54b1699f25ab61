"""Tells what was drawn or written from photographs, without reading it: pages, scans, screenshots,
plots, logos."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

PAPER_LEVEL = 225
PAPER_SPREAD = 4
PAPER_SHARE = 0.6
STEP = 64
STEPS_SHARE = 0.002
# Of 60 real photographs the flattest had 0.37 of neighbours that are equal, of 40 screenshots the
# least flat 0.50.
FLAT_SHARE = 0.45
# Of a few large areas of one colour hardly any neighbours differ, and few of them much.
VERY_FLAT, FEW_STEPS = 0.9, 0.0005
NEARLY_BLACK, NEARLY_WHITE = 5, 250


def is_page(luma: NDArray[np.uint8], edges: tuple[float, float]) -> bool:
    """Whether grey levels are those of writing on a uniform white background.

    Most of it is one light level, and what is not has hard edges, as strokes have.
    """
    counts = np.bincount(luma.ravel(), minlength=256)
    paper = int(counts.argmax())
    if paper < PAPER_LEVEL:
        return False
    share = counts[max(paper - PAPER_SPREAD, 0) : paper + PAPER_SPREAD + 1].sum() / luma.size
    return bool(share >= PAPER_SHARE and sum(edges) >= STEPS_SHARE)


def is_drawn(luma: NDArray[np.uint8], edges: tuple[float, float]) -> bool:
    """Whether it is of even areas with hard edges, as screens, plots and logos are.

    Black and white do not count: those of photographs are even, too, where they are clipped.
    """
    alike = luma[:, 1:] == luma[:, :-1]
    if sum(edges) >= FEW_STEPS and alike.mean() >= VERY_FLAT:
        return True
    middle = (luma > NEARLY_BLACK) & (luma < NEARLY_WHITE)
    both = middle[:, 1:] & middle[:, :-1]
    even = int((alike & both).sum())
    return sum(edges) >= STEPS_SHARE and even >= FLAT_SHARE * int(both.sum())


def hard_edges(luma: NDArray[np.uint8]) -> tuple[float, float]:
    """Shares of the neighbours across and down that differ by a quarter of the range or more."""
    grey: NDArray[Any] = luma.astype(np.int16)
    across = np.abs(np.diff(grey, axis=1)) >= STEP
    down = np.abs(np.diff(grey, axis=0)) >= STEP
    return float(across.sum() / luma.size), float(down.sum() / luma.size)
