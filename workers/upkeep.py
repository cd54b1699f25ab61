"""What every worker does for all: rescue lapsed jobs, prune old ones, show that it lives.

No leader: the statements skip locked rows. Rescue comes just after the next lease that can lapse,
so an idle queue costs one statement per lease length.
"""

import asyncio
import os
import random
import socket
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from mediaq import __version__, log
from mediaq.db.pool import Database
from mediaq.errors import MediaqError
from mediaq.queue import verbs
from workers.holding import Holding
from workers.lease import LeaseKeeper

logger = log.get(__name__)
SEEN_SECONDS = 10.0
PRUNE_SECONDS = 60.0
PRUNE_ROWS = 1000
GOODBYE_SECONDS = 2.0


@dataclass
class Upkeep:
    """The side work of one worker process."""

    database: Database
    queue: str
    worker: UUID
    holding: Holding
    leases: LeaseKeeper

    async def run(self) -> None:
        """Works until cancelled; an error only delays the next round."""
        seen = pruned = float("-inf")
        while True:
            try:
                if monotonic() - seen >= SEEN_SECONDS:
                    await self._show()
                    seen = monotonic()
                if monotonic() - pruned >= PRUNE_SECONDS and not await self._prune():
                    pruned = monotonic()
                pause = await self._rescue()
            except MediaqError as error:
                logger.warning(
                    "upkeep_failed", queue=self.queue, error=str(error), every=log.REPEAT_SECONDS
                )
                pause = 0.5
            await asyncio.sleep(min(max(pause, 0.05), SEEN_SECONDS) + random.uniform(0, 0.1))

    async def start(self) -> None:
        """Reads how long a lease of this queue is; the first word with the database."""
        async with self.database.autocommit() as session:
            self.leases.lease = await verbs.lease_seconds(session, self.queue)

    async def end(self) -> None:
        """Takes the process off the list; without a database it is left to age there."""
        with suppress(MediaqError, TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS), self.database.autocommit() as session:
                await session.run("queue.gone", {"id": self.worker})

    async def _show(self) -> None:
        async with self.database.autocommit() as session:
            self.leases.lease = await verbs.lease_seconds(session, self.queue)
            await session.run(
                "queue.seen",
                {
                    "id": self.worker,
                    "queue": self.queue,
                    "host": socket.gethostname(),
                    "pid": os.getpid(),
                    "version": __version__,
                    "concurrency": self.holding.capacity,
                    "running": len(self.holding),
                },
            )

    async def _prune(self) -> bool:
        """Deletes one short batch; whether there may be more."""
        async with self.database.autocommit() as session:
            return await verbs.prune(session, self.queue, PRUNE_ROWS) == PRUNE_ROWS

    async def _rescue(self) -> float:
        async with self.database.autocommit() as session:
            rescued, failed, next_in = await verbs.rescue(session, self.queue)
        if rescued or failed:
            logger.warning("jobs_rescued", queue=self.queue, rescued=rescued, failed=failed)
        return next_in
