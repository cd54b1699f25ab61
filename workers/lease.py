"""Keeps leases alive and carries progress; stops handlers whose lease is lost.

One UPDATE per beat for all jobs of the process. What it does not return is lost or canceled. When
nothing can be renewed for two thirds of a lease, the handlers stop before the lease can lapse.
"""

import asyncio
from contextlib import suppress
from time import monotonic

from mediaq import log
from mediaq.db.pool import Database
from mediaq.errors import MediaqError
from mediaq.queue import verbs
from workers.holding import Held, Holding, Stop

logger = log.get(__name__)


class LeaseKeeper:
    """The heartbeat of one worker process."""

    def __init__(self, database: Database, queue: str, holding: Holding) -> None:
        self.lease = 15.0
        self.look_now = asyncio.Event()
        self._database = database
        self._queue = queue
        self._holding = holding

    async def run(self) -> None:
        """Beats until cancelled; never ends by an error."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.look_now.wait(), self.lease / 4)
            self.look_now.clear()
            if held := self._holding.all():
                await self._beat(held)

    async def _beat(self, held: list[Held]) -> None:
        sent = monotonic()
        try:
            async with asyncio.timeout(self.lease / 3), self._database.autocommit() as session:
                kept = await verbs.heartbeat(
                    session,
                    self._queue,
                    [h.job for h in held],
                    [int(h.progress) for h in held],
                )
        except (MediaqError, TimeoutError) as error:
            logger.warning("heartbeat_failed", queue=self._queue, error=str(error))
            self._stop_untrusted(held)
            return
        for one in held:
            if one.job.id in kept:
                one.renewed = sent
            elif not one.settling:
                logger.warning("lease_lost", queue=self._queue, job=str(one.job.id))
                one.stop(Stop.LOST)

    def _stop_untrusted(self, held: list[Held]) -> None:
        for one in held:
            if monotonic() - one.renewed > self.lease * 2 / 3 - self.lease / 4:
                logger.warning("lease_not_renewed", queue=self._queue, job=str(one.job.id))
                one.stop(Stop.LOST)
