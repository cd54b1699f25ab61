"""The worker runtime: handlers for what is claimed, side tasks, an orderly end."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from mediaq import log
from mediaq.db.connect import Access
from mediaq.db.pool import Database
from mediaq.errors import MediaqError
from mediaq.queue import verbs
from mediaq.queue.job import Done, Job
from workers.exchange import Exchange
from workers.holding import Held, Holding, Stop
from workers.lease import TRUSTED, LeaseKeeper
from workers.outcome import Failed, GivenBack, Outcome
from workers.pulse import Beat, beat_for_ever
from workers.room import Room
from workers.settle import Counter
from workers.upkeep import Upkeep
from workers.wake import Waker

logger = log.get(__name__)
LANES = 2

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

    def __init__(
        self,
        access: Access,
        database: Database,
        plan: Plan,
        handler: Handler,
        *,
        pulse: int | None = None,
        enough_room: Callable[[], bool] = lambda: True,
    ) -> None:
        self.worker: UUID = uuid4()
        self._pulse = pulse
        self.plan = plan
        self._database = database
        self._handler = handler
        self._holding = Holding(plan.concurrency)
        # Each lane has a connection of its own, which remembers where its last claim was.
        self._lanes = [Database(access, max_size=1) for _ in range(LANES)]
        self._exchange = Exchange(
            [Counter(lane, plan.queue, self.worker) for lane in self._lanes],
            self._holding,
            self._begin,
            self._retry_may_be_due,
        )
        self._leases = LeaseKeeper(database, plan.queue, self._holding)
        self._waker = Waker(
            access,
            plan.queue,
            poll_seconds=plan.poll_seconds,
            look=self._exchange.look,
            claim=self._exchange.claim_over,
            canceled=self._leases.look_now,
        )
        self._room = Room(enough_room, self._exchange)
        self._upkeep = Upkeep(database, plan.queue, self.worker, self._holding, self._leases)
        self._begun = 0
        self._stopping = asyncio.Event()
        self._at_once = asyncio.Event()

    def stop(self) -> None:
        """Asks for an orderly end; a second time: for an immediate one."""
        if self._stopping.is_set():
            self._at_once.set()
        self._stopping.set()
        self._waker.event.set()
        self._exchange.stop_claiming()

    async def run(self) -> None:
        """Works until stopped, or with `drain` until nothing is due. Side tasks are supervised:
        should one end by an error, the process ends with it and its jobs are given back."""
        async with AsyncExitStack() as stack:
            for lane in self._lanes:
                await stack.enter_async_context(lane)
            await self._run()

    async def _run(self) -> None:
        await self._upkeep.start()
        await self._room.look()
        ready = {"queue": self.plan.queue, "worker": str(self.worker), "pid": os.getpid()}
        logger.info("worker_ready", **ready)
        async with asyncio.TaskGroup() as side:
            tasks = [
                side.create_task(work)
                for work in (
                    self._waker.run(),
                    self._leases.run(),
                    self._exchange.run(),
                    self._upkeep.run(),
                    self._room.run(),
                    self._beat(),
                )
            ]
            try:
                await self._watch_queue()
            finally:
                await self._wind_down()
                for task in tasks:
                    task.cancel()
        # Only now: upkeep, while it ran, might have put the row back.
        await self._upkeep.end()
        logger.info("worker_stopped", queue=self.plan.queue, worker=str(self.worker))

    async def _beat(self) -> None:
        """Shows a supervisor, if there is one, that the event loop runs; without it, ends."""
        if self._pulse is not None:
            await beat_for_ever(
                self._pulse,
                lambda: Beat(self.worker, self.plan.queue, self._leases.lease * TRUSTED),
                self.stop,
            )

    async def _watch_queue(self) -> None:
        """Whenever a claim came back short, waits for a reason to look again."""
        while True:
            await self._exchange.sated.wait()
            if self._stopping.is_set():
                return
            self._exchange.sated.clear()
            # Asked before, too: a job that was in work meanwhile may be due again, and the answer
            # too old.
            before = self._at_rest()
            due_in = await self._due_in()
            if self.plan.drain:
                # A claim under way may have taken what was due.
                await self._exchange.settled()
                if due_in is None and before is not None and before == self._at_rest():
                    return
                due_in = min(due_in or 0.1, 0.1)
            await self._waker.wait(due_in)
            self._exchange.look()

    def _at_rest(self) -> int | None:
        """The same number twice: nothing was held in between."""
        return None if len(self._holding) else self._begun

    async def _due_in(self) -> float | None:
        try:
            async with self._database.autocommit() as session:
                return await verbs.due_in(session, self.plan.queue)
        except MediaqError as error:
            logger.warning(
                "queue_not_seen", queue=self.plan.queue, error=str(error), every=log.REPEAT_SECONDS
            )
            return self._leases.lease / 4

    def _retry_may_be_due(self) -> None:
        """A failed job waits for its back-off, which may end before anything else that is known."""
        self._waker.event.set()

    def _begin(self, job: Job, sent: float) -> None:
        self._begun += 1
        held = Held(job, renewed=sent)
        if self._holding.add(held) and self._exchange.claiming:
            held.task = asyncio.create_task(self._work(held))
        else:
            self._exchange.put(Outcome(held, GivenBack()))

    async def _work(self, held: Held) -> None:
        """Runs the handler and hands its outcome over; a stopped one hands nothing over."""

        def report(percent: float) -> None:
            held.progress = percent

        result: Done | Failed
        try:
            if held.job.suspect:
                await self._exchange.alone()
            result = await self._handler(held.job, report)
        except asyncio.CancelledError:
            if held.stopped is not Stop.RELEASE:
                self._holding.remove(held)
                self._exchange.look()
            return
        except Exception as error:
            logger.info("handler_failed", job=str(held.job.id), error=repr(error))
            result = Failed.of(error)
        outcome = Outcome(held, result)
        if held.stopped is None:
            self._exchange.put(outcome)
            return
        outcome.undo()
        if held.stopped is Stop.LOST:
            self._holding.remove(held)
            self._exchange.look()

    async def _wind_down(self) -> None:
        """Lets running jobs finish for a while, gives the rest back, settles what is done."""
        self._exchange.stop_claiming()
        await self._wait_for_handlers(self.plan.grace_seconds)
        for held in self._holding.all():
            held.stop(Stop.RELEASE)
        await asyncio.gather(*(h.task for h in self._holding.all() if h.task))
        try:
            async with asyncio.timeout(self._leases.lease):
                await self._exchange.settled()
            given_back = [h for h in self._holding.all() if h.stopped is Stop.RELEASE]
            if given_back:
                async with self._database.autocommit() as session:
                    await verbs.release(session, self.plan.queue, [h.job for h in given_back])
                logger.info("jobs_given_back", queue=self.plan.queue, count=len(given_back))
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
