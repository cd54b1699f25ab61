"""Real `mediaq worker` processes on a storage directory of the test's own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.kit.wait import wait_for

MEDIAQ = str(Path(sys.executable).with_name("mediaq"))


def environment(url: str, data: Path, **more: str) -> dict[str, str]:
    """The environment of a mediaq process that works on this database and data directory."""
    mine = {name: text for name, text in os.environ.items() if not name.startswith("MEDIAQ_")}
    return {**mine, "MEDIAQ_DATABASE_URL": url, "MEDIAQ_DATA": str(data), **more}


@dataclass
class WorkerProcess:
    """A worker process and the events it has logged."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def events(self) -> list[dict[str, object]]:
        """What it logged so far; a line still being written is left out."""
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def logged(self, event: str) -> bool:
        """Whether an event of that name was logged."""
        return any(entry["event"] == event for entry in self.events())

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the worker alone."""
        self.process.send_signal(number)

    def descendants(self) -> list[int]:
        """Process ids of its children and theirs."""
        return list(_descendants(self.process.pid))

    def wait(self, seconds: float = 20.0) -> int:
        """The exit code once it has ended."""
        return self.process.wait(seconds)


def _descendants(pid: int) -> Iterator[int]:
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            yield child
            yield from _descendants(child)


def alive(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def worker(kind: str, url: str, data: Path, **env: str) -> Iterator[WorkerProcess]:
    """A ready worker of a kind; killed at the end if it still runs."""
    data.mkdir(parents=True, exist_ok=True)
    log = data / f"{kind}-{len(list(data.glob('*.stderr')))}.stderr"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [MEDIAQ, "worker", kind],
            env=environment(url, data, **env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=out,
            start_new_session=True,
        )
    started = WorkerProcess(process, log)
    try:
        wait_for(lambda: started.logged("worker_ready") or process.poll() is not None, 30.0)
        assert process.poll() is None, log.read_text()
        yield started
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait(10)
