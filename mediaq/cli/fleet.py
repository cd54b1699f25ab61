"""The API and one worker process of each kind, as children of one supervisor."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx2

from mediaq import log
from mediaq.cli.worker import environment, grace, program
from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.errors import MediaqError
from mediaq.settings import Settings
from workers.death import report
from workers.kinds import KINDS
from workers.supervisor import Program, Supervisor

logger = log.get(__name__)
READY = "ready "
READY_SECONDS = 60.0
LOOK_SECONDS = 0.05


class ChildFailed(MediaqError):
    """A process of mediaq ended."""

    code = "child_failed"


class Fleet:
    """All processes of one machine. `logs` is where their logs go; None: to our stderr."""

    def __init__(self, settings: Settings, url: str, logs: Path | None) -> None:
        self._url = url
        # The port goes in by environment; once known it is kept for restarts.
        self._api = Program("api", [sys.executable, "-m", "api"], environment(settings, url))
        workers = [program(settings, url, kind) for kind in KINDS]
        self._workers = [worker.name for worker in workers]
        programs = [
            replace(p, log=logs / f"{p.name}.log") if logs else p for p in (self._api, *workers)
        ]
        self._supervisor = Supervisor(
            programs,
            grace=grace(settings),
            on_line=self._line,
            on_death=self._died,
            report=partial(report, url),
        )
        self._address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._ready = False
        self._failure: MediaqError | None = None

    async def run(self, announce: Callable[[str], None], *, server: int | None) -> None:
        """Runs until a signal; `announce` gets the API's address once all are ready. `server` is
        the process of the embedded Postgres, without which there is nothing to do.

        Raises ChildFailed when one ends before all are ready, or Postgres ever.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self._supervisor.stop)
        running = loop.create_task(self._supervisor.run())
        others = [loop.create_task(self._become_ready(announce))]
        if server is not None:
            others.append(loop.create_task(self._watch(server)))
        await running
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._failure:
            raise self._failure

    def _fail(self, text: str) -> None:
        if self._failure is None:
            self._failure = ChildFailed(text)
            self._supervisor.stop()

    def _line(self, child: Program, line: str) -> None:
        if child.name == "api" and line.startswith(READY) and not self._address.done():
            address = line.removeprefix(READY).strip()
            child.environment["MEDIAQ_PORT"] = address.rpartition(":")[2]
            self._address.set_result(address)

    def _died(self, child: Program, code: int) -> None:
        if not self._ready:
            self._fail(f"{child.name} ended at start (exit code {code}){_last_words(child.log)}")

    async def _become_ready(self, announce: Callable[[str], None]) -> None:
        try:
            async with asyncio.timeout(READY_SECONDS):
                address = await self._address
                await self._answers(address)
                await self._workers_seen()
        except TimeoutError:
            return self._fail(f"not ready within {READY_SECONDS:.0f} s")
        except MediaqError as error:
            return self._fail(error.detail)
        self._ready = True
        announce(address)

    async def _answers(self, address: str) -> None:
        async with httpx2.AsyncClient(trust_env=False, timeout=2.0) as client:
            while True:
                with suppress(httpx2.TransportError):
                    if (await client.get(f"{address}/health")).status_code == 200:
                        return
                await asyncio.sleep(LOOK_SECONDS)

    async def _workers_seen(self) -> None:
        """Waits until each worker process is on the database's list, as it is once it works."""
        access = await asyncio.to_thread(resolve, self._url, "mediaq_api", "mediaq up")
        async with Database(access, max_size=1) as database:
            while True:
                seen = {row["pid"] for row in await database.all("queue.workers")}
                pids = self._supervisor.pids
                if all(pids.get(name) in seen for name in self._workers):
                    return
                await asyncio.sleep(LOOK_SECONDS)

    async def _watch(self, pid: int) -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        with suppress(OSError):  # it is gone already
            descriptor = os.pidfd_open(pid)
            try:
                loop.add_reader(descriptor, ended.set)
                await ended.wait()
            finally:
                loop.remove_reader(descriptor)
                os.close(descriptor)
        self._fail("the embedded Postgres ended by itself; its log is in the data directory")


def _last_words(path: Path | None) -> str:
    if path is None or not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        lines = file.read().decode(errors="replace").strip().splitlines()
    return f": {lines[-1][:300]} (log: {path})" if lines else f" (log: {path})"
