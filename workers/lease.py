"""Keeps leases alive and carries progress; stops handlers whose lease is lost.

One UPDATE per beat for all jobs of the process. What it does not return is lost or canceled. When
nothing can be renewed for two thirds of a lease, the handlers stop before the lease can lapse: by
the clock, for a request into a dead network may neither answer nor let itself be cancelled.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from uuid import UUID

from mediaq import log
from mediaq.db.pool import Database
from mediaq.errors import MediaqError
from mediaq.queue import verbs
from workers.holding import Held, Holding, Stop

logger = log.get(__name__)
# The part of a lease for which it is trusted without being renewed.
TRUSTED = 2 / 3
# Jobs that a line of the log names.
NAMED = 10


class LeaseKeeper:
    """The heartbeat of one worker process."""

    def __init__(self, database: Database, queue: str, holding: Holding) -> None:
        self.lease = 15.0
        self.look_now = asyncio.Event()
        self._database = database
        self._queue = queue
        self._holding = holding
        self._requests: set[asyncio.Task[set[UUID]]] = set()

    async def run(self) -> None:
        """Beats until cancelled; never ends by an error."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._beat_for_ever())
            both.create_task(self._distrust_for_ever())

    async def _beat_for_ever(self) -> None:
        while True:
            # Not wait_for: on Python 3.11 it swallows a cancellation that comes with the event.
            with suppress(TimeoutError):
                async with asyncio.timeout(self.lease / 4):
                    await self.look_now.wait()
            self.look_now.clear()
            if held := self._holding.all():
                await self._beat(held)

    async def _beat(self, held: list[Held]) -> None:
        sent = monotonic()
        request = asyncio.create_task(self._renew(held))
        self._requests.add(request)
        request.add_done_callback(self._requests.discard)
        try:
            await asyncio.wait({request}, timeout=self.lease * TRUSTED)
            if not request.done():
                raise TimeoutError("no answer")
            kept = request.result()
        except (MediaqError, TimeoutError) as error:
            logger.warning(
                "heartbeat_failed", queue=self._queue, error=str(error), every=log.REPEAT_SECONDS
            )
            return
        finally:
            request.cancel()
        for one in held:
            if one.job.id in kept:
                one.renewed = sent
        self._let_go("lease_lost", [h for h in held if h.job.id not in kept and not h.settling])

    async def _renew(self, held: list[Held]) -> set[UUID]:
        async with self._database.autocommit() as session:
            return await verbs.heartbeat(
                session, self._queue, [h.job for h in held], [int(h.progress) for h in held]
            )

    async def _distrust_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self.lease / 10)
            oldest = monotonic() - self.lease * TRUSTED
            held = self._holding.all()
            late = [h for h in held if h.renewed < oldest and not h.stopped and not h.settling]
            self._let_go("lease_not_renewed", late)

    def _let_go(self, event: str, lost: Sequence[Held]) -> None:
        """Stops handlers; one line tells of all of them."""
        if lost:
            jobs = [str(one.job.id) for one in lost[:NAMED]]
            logger.warning(event, queue=self._queue, count=len(lost), jobs=jobs)
        for one in lost:
            one.stop(Stop.LOST)
