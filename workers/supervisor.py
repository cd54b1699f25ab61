"""Runs programs as child processes: restarts what dies, kills what stands still, stops all in
order, leaves nothing behind.

Each child has a session of its own, so that Ctrl-C on a terminal reaches only the supervisor, and
asks the kernel to be killed when the supervisor's thread ends, however it ends.
"""

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import monotonic

from mediaq import log
from workers.child import Program, send, start
from workers.death import Death
from workers.pulse import Pulse

__all__ = ["Program", "Supervisor"]

logger = log.get(__name__)
FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
# A child that lived so long did not die of what it was started with.
STEADY_SECONDS = 60.0
AT_ONCE_SECONDS = 2.0
# What a child that stands still gets to say where.
LAST_WORDS_SECONDS = 1.0


async def _no_report(_: Death) -> None:
    return None


class Supervisor:
    """Keeps programs running; `on_line` gets the lines of their stdout, `on_death` their ends,
    `report` those of workers, before another takes their place."""

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        grace: float,
        on_line: Callable[[Program, str], None] = lambda *_: None,
        on_death: Callable[[Program, int], None] = lambda *_: None,
        report: Callable[[Death], Awaitable[None]] = _no_report,
    ) -> None:
        self._programs = programs
        self._grace = grace
        self._on_line = on_line
        self._on_death = on_death
        self._report = report
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
            death = await self._run_once(program)
            if death.exit_code:
                await self._report(death)
            if self._stopping.is_set() or (program.ends and death.exit_code == 0):
                return
            # One that was at work did not die of its start either; jobs kill it only so often.
            if death.beat or monotonic() - began >= STEADY_SECONDS:
                delay = FIRST_DELAY
            self._on_death(program, death.exit_code)
            if not self._stopping.is_set():
                where = {"log": str(program.log)} if program.log else {}
                code = death.exit_code
                logger.warning(
                    "child_died", child=program.name, exit_code=code, restart_in=delay, **where
                )
            with suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._stopping.wait()
            delay = min(delay * 2, LONGEST_DELAY)

    async def _run_once(self, program: Program) -> Death:
        pulse = Pulse() if program.pulse else None
        process = await start(program, pulse)
        self._running[program.name] = process
        watch = asyncio.create_task(_kill_if_still(program, process, pulse)) if pulse else None
        try:
            if self._stopping.is_set():  # asked while it was being started
                send(process, signal.SIGTERM)
            assert process.stdout is not None
            async for line in process.stdout:
                self._on_line(program, line.decode(errors="replace").rstrip("\n"))
            code = await process.wait()
            return Death(code, pulse.beat, pulse.failed) if pulse else Death(code)
        finally:
            del self._running[program.name]
            if process.returncode is None:
                send(process, signal.SIGKILL)
                await process.wait()
            if pulse and watch:
                watch.cancel()
                pulse.close()

    def _signal_all(self, number: signal.Signals) -> None:
        for process in self._running.values():
            send(process, number)


async def _kill_if_still(program: Program, process: Process, pulse: Pulse) -> None:
    """Ends a child whose event loop stands still; SIGABRT makes it say where."""
    await pulse.stands_still(process.pid)
    logger.error("stands_still", child=program.name, pid=process.pid)
    send(process, signal.SIGABRT)
    await asyncio.sleep(LAST_WORDS_SECONDS)
    send(process, signal.SIGKILL)
