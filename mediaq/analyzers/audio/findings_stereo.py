"""Judges how the two channels of stereo sound go together."""

from collections.abc import Iterator

import numpy as np

from mediaq.analyzers.audio.blocks import Blocks, Pieces, Values
from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.findings.ranges import Range, joined, runs
from mediaq.analyzers.findings.rules_audio import CORRELATION_SECONDS, SILENCE_DB

MOST_PLACES = 20
# Out of phase here, silent there, out of phase again within this time is one stretch.
GAP_SECONDS = 1.0
# So far the ends of a stretch may be from where half a second turns.
REACH_SECONDS = 0.4
_SMOOTH = np.ones(5)
_SILENT = 10 ** (SILENCE_DB / 10)
LEAST_DB = -120.0
# Mono loses 6 dB at this correlation; one channel turned round is far below it.
VANISHING = -0.5


def judge(blocks: Blocks, whole: Range) -> Iterator[Finding]:
    """All findings about two channels; others are not compared."""
    if blocks.power.shape[1] != 2:
        return
    left, right = blocks.mean_power
    if max(left, right) < _SILENT:
        return
    yield from _mono(blocks, whole)
    yield from _one_sided(float(left), float(right), whole)
    yield from _phase(blocks, whole)


def power_db(power: float) -> float:
    """Level of a mean square, at least -120 dB."""
    return max(10 * float(np.log10(max(power, 1e-30))), LEAST_DB)


def _mono(blocks: Blocks, whole: Range) -> Iterator[Finding]:
    """Lossy codecs leave a trace of difference between equal channels."""
    lengths = blocks.ends - blocks.starts
    power = float(lengths @ blocks.power.sum(axis=1))
    level = power_db(float(lengths @ blocks.difference) / power)
    if level < threshold("audio.mono"):
        yield found("audio.mono", whole, level)


def _one_sided(left: float, right: float, whole: Range) -> Iterator[Finding]:
    apart = power_db(left) - power_db(right)
    if abs(apart) < threshold("audio.one_sided"):
        return
    side = "left" if apart > 0 else "right"
    finding = found("audio.one_sided", whole, abs(apart), side=side)
    if min(left, right) < _SILENT:
        finding = finding.but(message=f"The sound is on the {side} side only.")
    yield finding


def _phase(blocks: Blocks, whole: Range) -> Iterator[Finding]:
    """The correlation of left and right over half a second, where both are heard.

    At most twenty stretches, the longest of them.
    """
    product, left, right = (
        np.convolve(values, _SMOOTH, "same") for values in (blocks.product, *blocks.power.T)
    )
    both = np.minimum(left, right) > _SILENT * _SMOOTH.size
    flags = both & (_correlation(product, left, right) < threshold("audio.phase"))
    stretches = runs(blocks.starts.tolist(), flags.tolist(), whole.end)
    longest = sorted(joined(stretches, GAP_SECONDS), key=lambda stretch: -stretch.length)
    for stretch in longest[:MOST_PLACES]:
        if stretch.length < CORRELATION_SECONDS:
            return
        inside = (blocks.starts >= stretch.start) & (blocks.starts < stretch.end) & both
        sums = (blocks.product[inside].sum(), *blocks.power[inside].sum(axis=0))
        mean = float(_correlation(*map(np.asarray, sums)))
        if mean < threshold("audio.phase"):
            exact = _exact(stretch, blocks.pieces, whole)
            yield _graded(found("audio.phase", exact, mean, length=exact.length))


def _graded(finding: Finding) -> Finding:
    """Wide stereo, as of reverberation, loses a little in mono; a channel turned round, most."""
    if (finding.measurement or 0.0) <= VANISHING:
        return finding
    message = finding.message.replace("out of phase", "partly out of phase", 1)
    message = message.replace("vanish", "get quieter", 1)
    advice = "Nothing needs to be done unless it is heard in mono."
    return finding.but(severity="info", message=message, suggestion=advice)


def _exact(stretch: Range, pieces: Pieces, whole: Range) -> Range:
    """The stretch with its ends where the pieces turn, which half seconds tell only roughly."""
    over = pieces.product - threshold("audio.phase") * np.sqrt(pieces.left * pieces.right)
    times = np.append(pieces.starts, whole.end)
    first = _turns(times, over, stretch.start)[1]
    last = _turns(times, -over, stretch.end)[0]
    return Range(first, max(last, first))


def _turns(times: Values, over: Values, around: float) -> tuple[float, float]:
    """Between which times near `around` what was above zero, in sum, falls below: silence, or
    nothing, lies between them."""
    low, high = np.searchsorted(times, (around - REACH_SECONDS, around + REACH_SECONDS))
    high = min(int(high), over.size)
    if high <= low:
        return around, around
    sums = np.append(0.0, np.cumsum(over[low:high]))
    (highest,) = np.nonzero(sums >= sums.max())
    return float(times[low + highest[0]]), float(times[low + highest[-1]])


def _correlation(product: Values, left: Values, right: Values) -> Values:
    out: Values = product / np.sqrt(np.maximum(left * right, 1e-30))
    return out
