"""Starts a program as a child process that does not outlive us, and signals it."""

import asyncio
import os
import shutil
import signal
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from workers.pulse import VARIABLE, Pulse

LOG_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Program:
    """What to run. Changes of `environment`, which is the whole one, hold from the next start.

    `log` takes what it writes to stderr; None: our own does. With `ends`, exit code 0 is its proper
    end; else any end is a death. With `pulse` it shows that it lives, as a worker does.
    """

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path | None = None
    ends: bool = False
    pulse: bool = False


async def start(program: Program, pulse: Pulse | None) -> Process:
    """Starts it, with our end of its stdout as a stream."""
    command = [*_dies_with_us(), *program.command]
    if program.log is None:
        return await _spawn(command, program, pulse, None)
    with _opened(program.log) as log_file:
        return await _spawn(command, program, pulse, log_file.fileno())


def send(process: Process, number: signal.Signals) -> None:
    """SIGKILL goes to the child's whole session, any other signal to it alone."""
    with suppress(ProcessLookupError):
        if number == signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)


async def _spawn(
    command: Sequence[str], program: Program, pulse: Pulse | None, stderr: int | None
) -> Process:
    pipe = {VARIABLE: str(pulse.writer)} if pulse else {}
    try:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.DEVNULL,
            stdout=PIPE,
            stderr=stderr,
            env={**program.environment, **pipe},
            pass_fds=[pulse.writer] if pulse else [],
            start_new_session=True,
        )
    finally:
        if pulse:
            pulse.started()


def _opened(path: Path) -> BinaryIO:
    """A child's log, to append to; a long one is put aside first, as `NAME.log.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.rename(path.with_suffix(f"{path.suffix}.1"))
    return path.open("ab")


def _dies_with_us() -> list[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
