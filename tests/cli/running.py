"""`mediaq` as a person runs it: real processes, found again by the data directory they name."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.kit.wait import wait_for

MEDIAQ = [sys.executable, "-m", "mediaq.cli"]


def environment(**more: str) -> dict[str, str]:
    """Ours without any setting of mediaq, and what is given."""
    plain = {n: v for n, v in os.environ.items() if not n.startswith(("MEDIAQ_", "DATABASE_"))}
    return {**plain, **more}


def call(*arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Runs one command to its end."""
    return subprocess.run(
        [*MEDIAQ, *arguments],
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def call_json(*arguments: str, **more: str) -> Any:
    """Runs one command that has to succeed; the one document on its stdout."""
    done = call(*arguments, "--json", **more)
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


class Up:
    """A `mediaq up` that is ready."""

    def __init__(self, data: Path, *arguments: str, **more: str) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [*MEDIAQ, "up", "--port", "0", "--json", "--data", str(data), *arguments],
            env=environment(**more),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.ready: dict[str, Any] = json.loads(self.process.stdout.readline() or "{}")
        self.url: str = self.ready.get("url", "")

    def end(self, number: signal.Signals) -> int:
        """Sends a signal and waits; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)

    def workers(self) -> dict[str, int]:
        """Queue to process of the workers on the database's list."""
        rows = call_json("queue", "workers", "--data", str(self.data))["workers"]
        return {row["queue"]: row["pid"] for row in rows}


@contextmanager
def up(data: Path, *arguments: str, **more: str) -> Iterator[Up]:
    """A `mediaq up` that is gone at the end, whatever happened."""
    made = Up(data, *arguments, **more)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.end(signal.SIGTERM)
        assert made.process.stdout is not None
        made.process.stdout.close()
        wait_for(lambda: not named(data), 30)


def named(data: Path) -> dict[int, str]:
    """Every process that names the data directory in its command line or its environment."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes()
                if os.fsencode(data) in command + (entry / "environ").read_bytes():
                    found[int(entry.name)] = command.replace(b"\0", b" ").decode()
            except OSError:  # it ended in between, or is somebody else's
                continue
    return found
