"""Runs programs as child processes: restarts what dies, stops all in order, leaves nothing behind.

Each child has a session of its own, so that Ctrl-C on a terminal reaches only the supervisor, and
asks the kernel to be killed when the supervisor's thread ends, however it ends.
"""

import asyncio
import os
import shutil
import signal
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from mediaq import log

logger = log.get(__name__)
FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
# A child that lived so long did not die of what it was started with.
STEADY_SECONDS = 60.0
AT_ONCE_SECONDS = 2.0
LOG_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Program:
    """What to run. Changes of `environment`, which is the whole one, hold from the next start.

    `log` takes what it writes to stderr; None: our own does. With `ends`, exit code 0 is its proper
    end; else any end is a death.
    """

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path | None = None
    ends: bool = False


class Supervisor:
    """Keeps programs running; `on_line` gets the lines of their stdout, `on_death` their ends."""

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        grace: float,
        on_line: Callable[[Program, str], None] = lambda *_: None,
        on_death: Callable[[Program, int], None] = lambda *_: None,
    ) -> None:
        self._programs = programs
        self._grace = grace
        self._on_line = on_line
        self._on_death = on_death
        self._running: dict[str, Process] = {}
        self._stopping = asyncio.Event()
        self._asked = 0

    @property
    def pids(self) -> dict[str, int]:
        """The process of each program that runs right now."""
        return {name: process.pid for name, process in self._running.items()}

    def stop(self) -> None:
        """Asks all to end, and kills what is left after the grace; a second time: at once."""
        self._asked += 1
        self._stopping.set()
        loop = asyncio.get_running_loop()
        if self._asked > 2:
            self._signal_all(signal.SIGKILL)
            return
        self._signal_all(signal.SIGTERM)
        seconds = self._grace if self._asked == 1 else min(self._grace, AT_ONCE_SECONDS)
        loop.call_later(seconds, self._signal_all, signal.SIGKILL)

    async def run(self) -> None:
        """Runs all programs until each has ended: asked by `stop`, or properly by itself."""
        async with asyncio.TaskGroup() as group:
            for program in self._programs:
                group.create_task(self._keep(program))

    async def _keep(self, program: Program) -> None:
        delay = FIRST_DELAY
        while not self._stopping.is_set():
            began = monotonic()
            code = await self._run_once(program)
            if self._stopping.is_set() or (program.ends and code == 0):
                return
            if monotonic() - began >= STEADY_SECONDS:
                delay = FIRST_DELAY
            self._on_death(program, code)
            if not self._stopping.is_set():
                where = {"log": str(program.log)} if program.log else {}
                logger.warning(
                    "child_died", child=program.name, exit_code=code, restart_in=delay, **where
                )
            with suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._stopping.wait()
            delay = min(delay * 2, LONGEST_DELAY)

    async def _run_once(self, program: Program) -> int:
        process = await _start(program)
        self._running[program.name] = process
        try:
            if self._stopping.is_set():  # asked while it was being started
                _signal(process, signal.SIGTERM)
            assert process.stdout is not None
            async for line in process.stdout:
                self._on_line(program, line.decode(errors="replace").rstrip("\n"))
            return await process.wait()
        finally:
            del self._running[program.name]
            if process.returncode is None:
                _signal(process, signal.SIGKILL)
                await process.wait()

    def _signal_all(self, number: signal.Signals) -> None:
        for process in self._running.values():
            _signal(process, number)


async def _start(program: Program) -> Process:
    command = [*_dies_with_us(), *program.command]
    if program.log is None:
        return await _spawn(command, program, None)
    with _opened(program.log) as log_file:
        return await _spawn(command, program, log_file.fileno())


async def _spawn(command: Sequence[str], program: Program, stderr: int | None) -> Process:
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=subprocess.DEVNULL,
        stdout=PIPE,
        stderr=stderr,
        env=program.environment,
        start_new_session=True,
    )


def _opened(path: Path) -> BinaryIO:
    """A child's log, to append to; a long one is put aside first, as `NAME.log.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.rename(path.with_suffix(f"{path.suffix}.1"))
    return path.open("ab")


def _dies_with_us() -> list[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _signal(process: Process, number: signal.Signals) -> None:
    """SIGKILL goes to the child's whole session, any other signal to it alone."""
    with suppress(ProcessLookupError):
        if number == signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
