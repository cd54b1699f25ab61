"""Worker runtimes inside the test's own event loop, with handlers that the test controls."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.queue.job import Done, Job
from tests.kit.connections import Connection
from tests.kit.wait import wait_for
from workers.runner import Handler, Plan, Report, Runner

QUEUE = "mediaq.ssml_jobs"
PATIENCE = 20.0


async def nothing(job: Job, report: Report) -> Done:
    """The handler that has no work to do."""
    return Done()


@dataclass
class Gate:
    """A handler that tells when it starts, and waits to be let through."""

    result: Callable[[Job], Done] = lambda job: Done()
    started: asyncio.Queue[Job] = field(default_factory=asyncio.Queue)
    stopped: asyncio.Queue[Job] = field(default_factory=asyncio.Queue)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    progress: float = 0.0

    async def __call__(self, job: Job, report: Report) -> Done:
        self.started.put_nowait(job)
        report(self.progress)
        try:
            await self.opened.wait()
        except asyncio.CancelledError:
            self.stopped.put_nowait(job)
            raise
        return self.result(job)


@asynccontextmanager
async def running(
    url: str, handler: Handler, queue: str = QUEUE, **plan: Any
) -> AsyncIterator[Runner]:
    """A runner at work; it is stopped in order at the end, and any error of it is the test's."""
    wanted = Plan(queue, **{"concurrency": 4, "poll_seconds": 60.0, "grace_seconds": 0.0, **plan})
    access = resolve(url, "mediaq_worker", "worker")
    async with Database(access) as database, asyncio.timeout(PATIENCE):
        runner = Runner(access, database, wanted, handler)
        task = asyncio.create_task(runner.run())
        try:
            yield runner
        finally:
            runner.stop()
            with suppress(asyncio.CancelledError):
                await task


async def drain(url: str, handler: Handler, queue: str = QUEUE, **plan: Any) -> None:
    """Runs a worker until nothing is due."""
    access = resolve(url, "mediaq_worker", "worker")
    wanted = Plan(queue, **{"concurrency": 4, "poll_seconds": 60.0, **plan}, drain=True)
    async with Database(access) as database, asyncio.timeout(PATIENCE):
        await Runner(access, database, wanted, handler).run()


async def until(predicate: Callable[[], object]) -> None:
    """Waits for the predicate in a thread, so that the runner goes on."""
    await asyncio.to_thread(wait_for, predicate, PATIENCE)


def statuses(connection: Connection) -> Counter[str]:
    """How many jobs have which status."""
    rows = connection.execute("select status, count(*) from mediaq.ssml_jobs group by 1")
    return Counter(dict(rows.fetchall()))
