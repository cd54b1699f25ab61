"""Real worker processes on a storage directory of the test's own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGCONT, Signals

from tests.kit.wait import wait_for

ROOT = Path(__file__).resolve().parents[2]
MEDIAQ = str(Path(sys.executable).with_name("mediaq"))


def environment(url: str, data: Path, **more: str) -> dict[str, str]:
    """The environment of a mediaq process that works on this database and data directory. Text in
    pictures is read only where a test asks for it, since that takes seconds."""
    mine = {name: text for name, text in os.environ.items() if not name.startswith("MEDIAQ_")}
    ours = {"MEDIAQ_DATABASE_URL": url, "MEDIAQ_DATA": str(data), "MEDIAQ_OCR_PAGES": "0"}
    return {**mine, **ours, **more}


@dataclass
class WorkerProcess:
    """A process that was started, the worker in it or below it, and the events it has logged."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def events(self) -> list[dict[str, object]]:
        """What it logged so far; a line still being written is left out."""
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def logged(self, event: str) -> bool:
        """Whether an event of that name was logged."""
        return self.count(event) > 0

    def let_go(self) -> bool:
        """Whether it noticed that a lease is gone: by its own clock, or because it was told."""
        return any(map(self.logged, ("lease_not_renewed", "lease_lost", "result_too_late")))

    def count(self, event: str) -> int:
        """How many events of that name were logged."""
        return sum(entry["event"] == event for entry in self.events())

    @property
    def pid(self) -> int:
        """The process that does the work: the newest one, where there is a supervisor."""
        ready = [entry for entry in self.events() if entry["event"] == "worker_ready"]
        return int(str(ready[-1]["pid"]))

    def signal(self, number: Signals) -> None:
        """Sends a signal to what was started, as an operator does."""
        self.process.send_signal(number)

    def hurt(self, number: Signals) -> None:
        """Sends a signal to the process that does the work, past its supervisor."""
        os.kill(self.pid, number)

    def tools(self) -> list[int]:
        """Process ids of what the worker runs."""
        return list(descendants(self.pid))

    def wait(self, seconds: float = 20.0) -> int:
        """The exit code once it has ended."""
        return self.process.wait(seconds)


def descendants(pid: int) -> Iterator[int]:
    """Process ids of its children and theirs."""
    with suppress(FileNotFoundError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                yield child
                yield from descendants(child)


def alive(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def started(
    command: Sequence[str], data: Path, env: Mapping[str, str], *, ready: int = 1
) -> Iterator[WorkerProcess]:
    """A program with so many workers that are ready; killed at the end if it still runs."""
    data.mkdir(parents=True, exist_ok=True)
    log = data / f"worker-{len(list(data.glob('*.stderr')))}.stderr"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            env=dict(env),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=out,
            start_new_session=True,
        )
    made = WorkerProcess(process, log)
    try:
        wait_for(lambda: made.count("worker_ready") >= ready or process.poll() is not None, 30.0)
        assert process.poll() is None, log.read_text()
        yield made
    finally:
        if process.poll() is None:
            process.send_signal(SIGCONT)
            process.kill()
        process.wait(10)


@contextmanager
def worker(
    kind: str, url: str, data: Path, *, processes: int = 1, **env: str
) -> Iterator[WorkerProcess]:
    """`mediaq worker`, ready."""
    command = [MEDIAQ, "worker", kind, f"--processes={processes}"]
    with started(command, data, environment(url, data, **env), ready=processes) as made:
        yield made
