"""`scripts/bench-findings --cost FILE`: an analysis beside a bare decode by the same library."""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import av

from mediaq.analyzers.ffmpeg.opening import opened, prepare
from mediaq.analyzers.moving.reading import picture_stream, sound_stream
from mediaq.analyzers.tool import analyse

RUNS = 7
MOST_PIXELS = 50_000_000


class Spent(NamedTuple):
    """Seconds on the clock and of all processors together."""

    wall: float
    cpu: float


def main(path: Path) -> None:
    """Takes turns, prints medians in seconds and their ratios."""
    # What was written goes at the end: a file system looks long for places that were just left.
    with tempfile.TemporaryDirectory() as output:
        spent = _measured(path, Path(output))
    print(f"{'':22} {'wall':>7} {'cpu':>7} {'ratio':>6} {'cpu ratio':>9}")
    whole = _median(spent["analysis"])
    for kind, times in spent.items():
        middle = _median(times)
        ratios = f"{whole.wall / middle.wall:6.2f} {whole.cpu / middle.cpu:9.2f}"
        print(f"{kind:22} {middle.wall:7.3f} {middle.cpu:7.3f} {ratios}")


def _measured(path: Path, output: Path) -> dict[str, list[Spent]]:
    kinds: dict[str, Callable[[Path], None]] = {
        "decode, all threads": _decode_threaded,
        "decode, as it comes": _decode,
        "analysis": partial(_analyse, output),
    }
    spent: dict[str, list[Spent]] = {kind: [] for kind in kinds}
    for _ in range(RUNS + 1):
        for kind, run in kinds.items():
            spent[kind].append(_timed(run, path))
    return spent


def _timed(run: Callable[[Path], None], path: Path) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    run(path)
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def _median(times: list[Spent]) -> Spent:
    """Of all runs but the first, which warms up."""
    return Spent(median(t.wall for t in times[1:]), median(t.cpu for t in times[1:]))


def _decode_threaded(path: Path) -> None:
    """Decodes with the threads that the analysis has."""
    with opened(str(path), max_pixels=MOST_PIXELS) as container:
        streams = [s for s in (picture_stream(container), sound_stream(container)) if s]
        for stream in streams:
            prepare(stream, max_pixels=MOST_PIXELS)
        for packet in container.demux(*streams):
            packet.decode()


def _decode(path: Path) -> None:
    """Decodes as the library does if nobody says anything."""
    with av.open(str(path), "r") as container:
        streams = [s for s in (picture_stream(container), sound_stream(container)) if s]
        for packet in container.demux(*streams):
            packet.decode()


def _analyse(output: Path, path: Path) -> None:
    request = {
        "source": str(path),
        "output": tempfile.mkdtemp(dir=output),
        "media_type": "unknown",
    }
    analyse(request, lambda _: None)
