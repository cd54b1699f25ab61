"""The outside of a measured process: start, ready, go, stop; ended by its pid if need be."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = Path(sys.executable)
PEERS = ROOT / ".venv-bench" / "bin" / "python"
PATIENCE = 120.0


class Broken(RuntimeError):
    """A measured process ended or fell silent."""


class Child:
    """One process playing one role of one system."""

    def __init__(self, module: str, role: str, url: str, options: Mapping[str, Any]) -> None:
        python = OURS if module == "peer_mediaq" else PEERS
        self.name = f"{module} {role}"
        self._process = subprocess.Popen(
            [str(python), "-m", f"benchmarks.{module}", role, url, json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}"},
            bufsize=0,
        )
        self._buffer = b""

    def line(self, timeout: float = PATIENCE) -> dict[str, Any]:
        """The next line it says."""
        assert self._process.stdout
        while b"\n" not in self._buffer:
            if not select([self._process.stdout], [], [], timeout)[0]:
                raise Broken(f"{self.name}: silent for {timeout} s")
            if not (read := self._process.stdout.read(1 << 16)):
                raise Broken(f"{self.name}: ended with {self._process.wait()}")
            self._buffer += read
        first, _, self._buffer = self._buffer.partition(b"\n")
        answer: dict[str, Any] = json.loads(first)
        return answer

    def tell(self, word: str) -> None:
        """Says `go` or `stop`."""
        assert self._process.stdin
        self._process.stdin.write(word.encode() + b"\n")

    def check(self) -> None:
        """Raises Broken when it has ended by itself."""
        if self._process.poll() is not None:
            raise Broken(f"{self.name}: ended with {self._process.returncode}")

    def result(self, timeout: float = PATIENCE) -> dict[str, Any]:
        """Its last line; what else it had said before is skipped."""
        while "handled" not in (answer := self.line(timeout)):
            pass
        return answer

    def end(self) -> None:
        """Makes sure that it is gone."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


@contextmanager
def child(module: str, role: str, url: str, **options: Any) -> Iterator[Child]:
    """A process that has said it is ready; it is gone afterwards."""
    with children(1, module, role, url, **options) as (only,):
        yield only


@contextmanager
def children(
    number: int, module: str, role: str, url: str, **options: Any
) -> Iterator[list[Child]]:
    """Several alike, all ready."""
    started: list[Child] = []
    try:
        started += [Child(module, role, url, options) for _ in range(number)]
        for one in started:
            one.line()
        yield started
    finally:
        for one in started:
            one.end()


def install(module: str, url: str) -> None:
    """Lets a system make its schema."""
    process = Child(module, "install", url, {})
    try:
        process.line()
    finally:
        process.end()
