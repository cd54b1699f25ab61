"""The worker runtime: claim into free capacity, run handlers, settle, stop in order."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from mediaq import log
from mediaq.db.connect import Access
from mediaq.db.pool import Database
from mediaq.errors import MediaqError
from mediaq.queue import verbs
from mediaq.queue.job import Done, Job
from workers.holding import Held, Holding, Stop
from workers.lease import LeaseKeeper
from workers.settle import Failed, Outcome, Settler
from workers.upkeep import Upkeep
from workers.wake import Waker

logger = log.get(__name__)

Report = Callable[[float], None]
Handler = Callable[[Job, Report], Awaitable[Done]]


@dataclass(frozen=True)
class Plan:
    """How a worker process runs: which queue, how much at once, how patient."""

    queue: str
    concurrency: int
    poll_seconds: float = 5.0
    grace_seconds: float = 5.0
    drain: bool = False


class Runner:
    """One worker process on one queue."""

    def __init__(self, access: Access, database: Database, plan: Plan, handler: Handler) -> None:
        self.worker: UUID = uuid4()
        self.plan = plan
        self._access = access
        self._database = database
        self._handler = handler
        self._holding = Holding(plan.concurrency)
        self._leases = LeaseKeeper(database, plan.queue, self._holding)
        self._settler = Settler(database, plan.queue, self._holding)
        self._waker = Waker(
            plan.queue, poll_seconds=plan.poll_seconds, canceled=self._leases.look_now
        )
        self._upkeep = Upkeep(database, plan.queue, self.worker, self._holding, self._leases)
        self._stopping = asyncio.Event()
        self._at_once = asyncio.Event()

    def stop(self) -> None:
        """Asks for an orderly end; a second time: for an immediate one."""
        if self._stopping.is_set():
            self._at_once.set()
        self._stopping.set()
        self._waker.event.set()
        self._holding.changed.set()

    async def run(self) -> None:
        """Works until stopped, or with `drain` until nothing is due. Side tasks are supervised:
        should one end by an error, the process ends with it and its jobs are given back."""
        await self._upkeep.start()
        logger.info("worker_ready", queue=self.plan.queue, worker=str(self.worker))
        async with asyncio.TaskGroup() as side:
            tasks = [
                side.create_task(work)
                for work in (
                    self._waker.run(self._access),
                    self._leases.run(),
                    self._settler.run(),
                    self._upkeep.run(),
                )
            ]
            try:
                await self._claim_until_stopped()
            finally:
                await self._wind_down()
                for task in tasks:
                    task.cancel()
        logger.info("worker_stopped", queue=self.plan.queue, worker=str(self.worker))

    async def _claim_until_stopped(self) -> None:
        delay = 0.05
        while not self._stopping.is_set():
            if self._holding.free <= 0:
                await self._wait_for_place()
                continue
            try:
                asked = self._holding.free
                jobs = await self._claim(asked)
                due_in = None if jobs else await self._due_in()
                delay = 0.05
            except MediaqError as error:
                logger.warning("claim_failed", queue=self.plan.queue, error=str(error))
                await self._pause(delay * random.uniform(0.5, 1.0))
                delay = min(delay * 2, 1.0)
                continue
            if jobs:
                continue
            if self.plan.drain and due_in is None and not len(self._holding):
                return
            await self._waker.wait(min(due_in or 0.2, 0.2) if self.plan.drain else due_in)

    async def _wait_for_place(self) -> None:
        self._holding.changed.clear()
        if self._holding.free <= 0 and not self._stopping.is_set():
            await self._holding.changed.wait()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _claim(self, max_jobs: int) -> list[Job]:
        sent = monotonic()
        async with self._database.autocommit() as session:
            jobs = await verbs.claim(
                session, self.plan.queue, worker=self.worker, max_jobs=max_jobs
            )
        for job in jobs:
            held = Held(job, renewed=sent)
            self._holding.add(held)
            held.task = asyncio.create_task(self._work(held))
        return jobs

    async def _due_in(self) -> float | None:
        async with self._database.autocommit() as session:
            return await verbs.due_in(session, self.plan.queue)

    async def _work(self, held: Held) -> None:
        """Runs the handler and hands its outcome over; a stopped one hands nothing over."""

        def report(percent: float) -> None:
            held.progress = percent

        result: Done | Failed
        try:
            result = await self._handler(held.job, report)
        except asyncio.CancelledError:
            if held.stopped is not Stop.RELEASE:
                self._holding.remove(held)
            return
        except Exception as error:
            logger.info("handler_failed", job=str(held.job.id), error=repr(error))
            result = Failed.of(error)
        if held.stopped is not None:
            if isinstance(result, Done):
                result.undo()
            if held.stopped is Stop.LOST:
                self._holding.remove(held)
            return
        self._settler.put(Outcome(held, result))

    async def _wind_down(self) -> None:
        """Lets running jobs finish for a while, gives the rest back, settles what is done."""
        await self._wait_for_handlers(self.plan.grace_seconds)
        for held in self._holding.all():
            held.stop(Stop.RELEASE)
        await asyncio.gather(*(h.task for h in self._holding.all() if h.task))
        try:
            await asyncio.wait_for(self._settler.drained(), self._leases.lease)
            given_back = [h for h in self._holding.all() if h.stopped is Stop.RELEASE]
            if given_back:
                async with self._database.autocommit() as session:
                    await verbs.release(session, self.plan.queue, [h.job for h in given_back])
                logger.info("jobs_given_back", queue=self.plan.queue, count=len(given_back))
            await self._upkeep.end()
        except (MediaqError, TimeoutError) as error:
            logger.warning("stopped_untidily", queue=self.plan.queue, error=str(error))

    async def _wait_for_handlers(self, seconds: float) -> None:
        running = [h.task for h in self._holding.all() if h.task and not h.task.done()]
        if not running:
            return
        everything = asyncio.create_task(asyncio.wait(running))
        at_once = asyncio.create_task(self._at_once.wait())
        both: list[asyncio.Task[Any]] = [everything, at_once]
        await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
