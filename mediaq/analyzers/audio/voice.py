"""Where somebody speaks, judged from the envelope of the sound alone.

Loud stretches are told from the background by their level, and speech from other sound by its
rhythm: syllables make its level rise and fall 2 to 8 times a second, by more than steady sound does
(Scheirer and Slaney 1997, 4 Hz modulation energy). It knows no language and no voices: a drum may
count as speech, and a whisper under music as sound.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.audio.envelope import STEP

Kind = Literal["speech", "sound", "silence"]
KINDS: tuple[Kind, ...] = ("silence", "sound", "speech")
# dB over the background, which is the quietest tenth of the file; never under the floor, and never
# so high that a file without pauses has none but silence.
OVER_BACKGROUND_DB, FLOOR_DB, UNDER_PEAK_DB = 10.0, -55.0, 25.0
MODULATION = 0.35
GAP_SECONDS, SHORTEST_SECONDS, WINDOW_SECONDS = 0.5, 0.5, 2.0

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one kind, in seconds."""

    kind: Kind
    start: float
    end: float


def segments(peaks: NDArray[np.float32], end: float) -> list[Segment]:
    """Divides the time from 0 to `end` without gaps; `peaks` are those of `Envelope`."""
    if peaks.size == 0:
        return []
    loud = _closed(_loud(peaks), round(GAP_SECONDS / STEP))
    kinds = np.where(loud, np.where(_modulation(peaks, loud) > MODULATION, 2, 1), 0)
    runs = _joined(kinds, round(SHORTEST_SECONDS / STEP))
    last = max(end, peaks.size * STEP)
    bounds = [start * STEP for start, _ in runs[1:]]
    return [
        Segment(KINDS[kind], start, stop)
        for (_, kind), (start, stop) in zip(runs, pairwise([0.0, *bounds, last]), strict=True)
    ]


def result(found: list[Segment]) -> dict[str, Any]:
    """The result row of the segments."""
    spoken = sum(segment.end - segment.start for segment in found if segment.kind == "speech")
    return {
        "analysis_type": "segments",
        "summary": f"About {spoken:.1f} s of speech.",
        "result": {
            "method": "envelope",
            "speech_ms": round(1000 * spoken),
            "segments": [
                {"kind": s.kind, "start_ms": round(1000 * s.start), "end_ms": round(1000 * s.end)}
                for s in found
            ],
        },
        "confidence": None,
    }


def _loud(peaks: NDArray[np.float32]) -> NDArray[np.bool_]:
    level = 20 * np.log10(np.maximum(_mean(peaks.astype(np.float64), 0.05), 1e-6))
    background, peak = np.percentile(level, (10, 95))
    threshold = max(min(background + OVER_BACKGROUND_DB, peak - UNDER_PEAK_DB), FLOOR_DB)
    found: NDArray[np.bool_] = level > threshold
    return found


def _modulation(peaks: NDArray[np.float32], loud: NDArray[np.bool_]) -> Values:
    """How strongly the level swings at about 4 Hz, as a share of the level, around each moment."""
    level = np.where(loud, peaks, 0.0).astype(np.float64)
    swing = _mean(level, 0.06) - _mean(level, 0.5)
    share = np.sqrt(_mean(swing * swing, WINDOW_SECONDS))
    return np.asarray(share / np.maximum(_mean(level, WINDOW_SECONDS), 1e-6), dtype=np.float64)


def _mean(values: Values, seconds: float) -> Values:
    """The moving mean; outside there is silence."""
    width = max(1, round(seconds / STEP))
    total = np.concatenate(([0.0], np.cumsum(np.pad(values, (width // 2, width - width // 2 - 1)))))
    return np.asarray((total[width:] - total[:-width]) / width, dtype=np.float64)


def _closed(loud: NDArray[np.bool_], gap: int) -> NDArray[np.bool_]:
    """Short pauses between loud stretches belong to them."""
    filled = loud.copy()
    for start, kind, stop in _runs(loud.astype(np.int8)):
        if not kind and stop - start < gap and start > 0 and stop < loud.size:
            filled[start:stop] = True
    return filled


def _runs(kinds: NDArray[np.integer[Any]]) -> list[tuple[int, int, int]]:
    edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), kinds.size]
    return [(start, int(kinds[start]), stop) for start, stop in pairwise(edges)]


def _joined(kinds: NDArray[np.integer[Any]], shortest: int) -> list[tuple[int, int]]:
    """Starts and kinds; what is too short belongs to the stretch before it."""
    found: list[tuple[int, int]] = []
    for start, kind, stop in _runs(kinds):
        if found and (stop - start < shortest or found[-1][1] == kind):
            continue
        found.append((start, kind))
    return found
