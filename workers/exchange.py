"""The traffic of a worker with its queue: settles what is done while claiming what fits.

Two lanes, each with its own connection and at most one trip under way: while the database works for
one, the process works on what the other brought. A place is free for the next claim in the very
statement that settles the job that held it.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from mediaq import log
from mediaq.db.pool import Session
from mediaq.errors import Busy, DatabaseUnavailable, MediaqError, StorageFull, TryAgain
from mediaq.queue.job import Done, Job
from workers.holding import Holding
from workers.outcome import Failed, Outcome
from workers.settle import Counter

logger = log.get(__name__)
BATCH = 250
# From this capacity on a lane in full flow leaves half of it to the other.
SHARED_FROM = 64

Start = Callable[[Job, float], None]


class Exchange:
    """Outcomes in, jobs out."""

    def __init__(
        self,
        counters: Sequence[Counter],
        holding: Holding,
        start: Start,
        failed: Callable[[], None],
    ) -> None:
        self.sated = asyncio.Event()
        self._counters = counters
        self._holding = holding
        self._start = start
        self._failed = failed
        self._outcomes: deque[Outcome] = deque()
        self._work = asyncio.Event()
        self.claiming = True
        self._on_hold = False
        self._hungry = True
        self._reserved = 0
        self._under_way = 0
        self._settled = asyncio.Event()

    def put(self, outcome: Outcome) -> None:
        """Hands over an outcome; its place is freed when the database has it."""
        outcome.held.settling = True
        self._outcomes.append(outcome)
        self._work.set()

    def look(self) -> None:
        """There may be something to claim."""
        self._hungry = True
        self._work.set()

    def hold(self, on: bool) -> None:
        """Claims nothing until let go again; what is held goes on."""
        self._on_hold = on
        self._work.set()

    def stop_claiming(self) -> None:
        """From now on only settles."""
        self.claiming = False
        self.sated.set()

    async def alone(self) -> None:
        """Returns when no more than one job is held, and none is on its way here."""
        while len(self._holding) > 1 or self._reserved:
            self._holding.changed.clear()
            await self._holding.changed.wait()

    async def claim_over(self, session: Session) -> None:
        """Claims what fits over a session of somebody else's, between two trips."""
        self._hungry = True
        if room := self._room(0):
            with self._trip(room):
                sent = monotonic()
                for job in await self._counters[0].claim(session, room):
                    self._start(job, sent)

    async def settled(self) -> None:
        """Returns when nothing handed over is left."""
        while self._outcomes or self._under_way:
            self._settled.clear()
            await self._settled.wait()

    async def run(self) -> None:
        """Trades until cancelled."""
        async with asyncio.TaskGroup() as lanes:
            for number in range(len(self._counters)):
                lanes.create_task(self._lane(number))

    async def _lane(self, number: int) -> None:
        """The first lane goes first: while there is little to do, its connection alone is used."""
        while True:
            batch = [self._outcomes.popleft() for _ in range(min(BATCH, len(self._outcomes)))]
            room = self._room(len(batch))
            if not batch and not room:
                self._work.clear()
                await self._work.wait()
                for _ in range(number):
                    await asyncio.sleep(0)
                continue
            with self._trip(room):
                await self._trade(self._counters[number], batch, room)

    @contextmanager
    def _trip(self, room: int) -> Iterator[None]:
        self._reserved += room
        self._under_way += 1
        try:
            yield
        finally:
            self._reserved -= room
            self._under_way -= 1
            self._settled.set()
            self._holding.changed.set()

    def _room(self, freed: int) -> int:
        if self._on_hold or not (self.claiming and self._hungry):
            return 0
        room = self._holding.free + freed - self._reserved
        if freed and self._holding.capacity >= SHARED_FROM:
            room = min(room, max(self._holding.capacity // len(self._counters), freed))
        return max(self._holding.may_claim(room, self._reserved), 0)

    async def _trade(self, counter: Counter, batch: Sequence[Outcome], room: int) -> None:
        """Trades until the database has answered for every outcome of the batch."""
        delay = 0.05
        while True:
            sent = monotonic()
            try:
                jobs = await counter.trade(batch, room if self.claiming else 0)
            except (DatabaseUnavailable, Busy, TryAgain, StorageFull) as error:
                logger.warning(
                    "database_away",
                    queue=counter.queue,
                    error=str(error),
                    every=log.REPEAT_SECONDS,
                )
                await asyncio.sleep(delay * random.uniform(0.5, 1.0))
                delay = min(delay * 2, 1.0)
                continue
            except MediaqError as error:
                await self._one_by_one(counter, batch, error)
                return
            break
        for outcome in batch:
            self._holding.remove(outcome.held)
        if any(isinstance(outcome.result, Failed) for outcome in batch):
            self._failed()
        for job in jobs:
            self._start(job, sent)
        if len(jobs) < room:
            self._hungry = False
            self.sated.set()

    async def _one_by_one(
        self, counter: Counter, batch: Sequence[Outcome], error: MediaqError
    ) -> None:
        """The database refuses the batch: each outcome alone; one refused alone fails its job."""
        if len(batch) > 1:
            for outcome in batch:
                await self._trade(counter, [outcome], 0)
        elif batch and isinstance(batch[0].result, Done):
            logger.error("effects_failed", queue=counter.queue, error=str(error))
            batch[0].undo()
            failed = Outcome(batch[0].held, Failed("effects_failed", error.detail))
            await self._trade(counter, [failed], 0)
        else:
            raise error
