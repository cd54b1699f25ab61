"""Speech brought to one loudness: measured by EBU R 128, gained and limited by filters."""

import math
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import av
from av.filter import Graph
from av.filter.context import FilterContext

TARGET_LUFS = -16.0
# Below the −1 dBTP that is promised: lossy encoders overshoot.
PEAK_DB = -2.5
TOLERANCE = 0.1
MAX_GAIN_DB = 24.0
# Nothing passes the gate of R 128 down here, or nothing was long enough to be measured.
GATED_LUFS = -69.0
# What speech needs for each decibel that it lacks, since the limiter takes from it.
LIMITED = 1.75
LEAST_SLOPE = 0.25
MOST_STEPS = 4
_OVERSAMPLING = 4


@dataclass(frozen=True)
class Levelled:
    """Samples at their final level, and the integrated loudness that was measured."""

    samples: bytes
    rate: int
    lufs: float


def normalise(samples: bytes, rate: int) -> Levelled:
    """16-bit mono samples at −16 LUFS with peaks below −1 dBTP. What is too short to be measured
    goes by its RMS; silence stays silence."""
    measured = _measured(samples, rate)
    if measured <= GATED_LUFS:
        return _level(samples, rate, _gain_by_rms(samples))
    before, lufs = 0.0, measured
    gain = _bounded((TARGET_LUFS - measured) * (LIMITED if measured < TARGET_LUFS else 1.0))
    levelled = _level(samples, rate, gain)
    for _ in range(MOST_STEPS):
        missing = TARGET_LUFS - levelled.lufs
        if abs(missing) < TOLERANCE or gain == before:
            break
        # What a decibel of gain brought between the last two, which the limiter makes less.
        slope = min(max((levelled.lufs - lufs) / (gain - before), LEAST_SLOPE), 1.0)
        before, lufs = gain, levelled.lufs
        gain = _bounded(gain + missing / slope)
        levelled = _level(samples, rate, gain)
    return levelled


def _bounded(gain: float) -> float:
    return min(gain, MAX_GAIN_DB)


def _measured(samples: bytes, rate: int) -> float:
    """The integrated loudness as it is."""
    graph = Graph()
    source, sink = _source(graph, rate), graph.add("abuffersink")
    graph.link_nodes(source, graph.add("ebur128", "metadata=1"), sink).configure()
    lufs = -math.inf
    for part in _through(graph, frames(samples, rate)):
        lufs = float(part.metadata.get("lavfi.r128.I", lufs))
    return lufs


def _source(graph: Graph, rate: int) -> FilterContext:
    return graph.add(
        "abuffer", f"sample_rate={rate}:sample_fmt=s16:channel_layout=mono:time_base=1/{rate}"
    )


def _level(samples: bytes, rate: int, gain: float) -> Levelled:
    """The samples after gain and limiter, with their loudness."""
    graph = Graph()
    source, sink = _source(graph, rate), graph.add("abuffersink")
    # Limited at a multiple of the rate, so that peaks between samples count.
    graph.link_nodes(
        source,
        graph.add("volume", f"{gain:.3f}dB:precision=float"),
        graph.add("aresample", str(rate * _OVERSAMPLING)),
        graph.add("alimiter", f"limit={10 ** (PEAK_DB / 20):.4f}:level=0:latency=1"),
        graph.add("aresample", str(rate)),
        graph.add("ebur128", "metadata=1"),
        graph.add("aformat", "sample_fmts=s16"),
        sink,
    ).configure()
    levelled, lufs = bytearray(), -math.inf
    for part in _through(graph, frames(samples, rate)):
        levelled += bytes(part.planes[0])[: 2 * part.samples]
        lufs = float(part.metadata.get("lavfi.r128.I", lufs))
    return Levelled(bytes(levelled), rate, lufs)


def frames(samples: bytes, rate: int) -> Iterator[av.AudioFrame]:
    """16-bit mono samples as frames of a second; without numpy, which is slow to import."""
    # One frame for all of it would be oversampled at once: half a gigabyte for ten minutes.
    for start in range(0, len(samples), 2 * rate):
        part = samples[start : start + 2 * rate]
        made = av.AudioFrame(format="s16", layout="mono", samples=len(part) // 2)
        made.planes[0].update(part.ljust(made.planes[0].buffer_size, b"\0"))
        made.sample_rate = rate
        made.pts = start // 2
        yield made


def _through(graph: Graph, parts: Iterable[av.AudioFrame]) -> Iterator[av.AudioFrame]:
    for part in parts:
        graph.push(part)
        yield from _pull(graph)
    graph.push(None)
    yield from _pull(graph)


def _pull(graph: Graph) -> Iterator[av.AudioFrame]:
    while True:
        try:
            part = graph.pull()
        except (av.EOFError, av.BlockingIOError):
            return
        if isinstance(part, av.AudioFrame):
            yield part


def _gain_by_rms(samples: bytes) -> float:
    values = array("h", samples)
    power = sum(value * value for value in values) / max(len(values), 1)
    if power < 1.0:
        return 0.0
    return min(TARGET_LUFS - 10 * math.log10(power / 32768**2), MAX_GAIN_DB)
