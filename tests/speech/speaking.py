"""Runs the speaking tool as the child process that it is, and measures what it wrote."""

import json
import subprocess
import sys
from dataclasses import dataclass
from math import log10
from pathlib import Path
from typing import Any

import av
from av.filter import Graph

LIMITED = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
runpy.run_module("mediaq.speech.tool", run_name="__main__")
"""


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """The tool's last line, from a process with one GiB of address space and no environment."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED],
        input=json.dumps(request).encode(),
        capture_output=True,
        check=True,
        env={"LC_ALL": "C"},
        timeout=60,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def speak(output: Path, *segments: str, **more: str | int) -> list[dict[str, Any]]:
    """The answers for the segments."""
    answer = ask({"output": str(output), "segments": list(segments), **more})
    answers: list[dict[str, Any]] = answer["result"]["segments"]
    return answers


def refusal(output: Path, *segments: str, **more: str | int) -> str:
    """The code of the error."""
    answer = ask({"output": str(output), "segments": list(segments), **more})
    return str(answer["error"]["code"])


@dataclass(frozen=True)
class Sound:
    """What a decoded file is like; peaks in dBTP."""

    codec: str
    rate: int
    channels: int
    duration_ms: float
    lufs: float
    peak: float


def listen(path: Path) -> Sound:
    """Decodes the file and measures it."""
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        graph = Graph()
        source = graph.add_abuffer(template=stream)
        graph.link_nodes(
            source, graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")
        ).configure()
        samples = 0
        for frame in file.decode(stream):
            samples += frame.samples
            source.push(frame)
        source.push(None)
        measured = _last_metadata(graph)
        context = stream.codec_context
        return Sound(
            codec=context.codec.canonical_name,
            rate=stream.rate or 0,
            channels=context.channels,
            duration_ms=samples * 1000 / (stream.rate or 1),
            lufs=float(measured["lavfi.r128.I"]),
            peak=20 * log10(max(float(measured["lavfi.r128.true_peak"]), 1e-9)),
        )


def _last_metadata(graph: Graph) -> dict[str, str]:
    measured: dict[str, str] = {}
    while True:
        try:
            measured = dict(graph.pull().metadata) or measured
        except (av.EOFError, av.BlockingIOError):
            return measured
