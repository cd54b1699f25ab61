"""How a worker process ended, and what follows for the jobs that it held: they go back at once."""

import asyncio
import signal
from dataclasses import dataclass

from mediaq import log
from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.errors import MediaqError
from mediaq.queue import verbs
from workers.pulse import Beat

logger = log.get(__name__)
# Longer than this nobody waits to tell the database; the leases lapse by themselves.
REPORT_SECONDS = 3.0


@dataclass(frozen=True)
class Death:
    """An exit code as of subprocess, the last beat if there was one, and whether the process was
    killed because its event loop stood still."""

    exit_code: int
    beat: Beat | None = None
    stood_still: bool = False

    @property
    def code(self) -> str:
        """What its jobs' history says."""
        return "deadline" if self.stood_still else "worker_lost"

    @property
    def reason(self) -> str:
        """The same as a sentence."""
        if self.stood_still and self.beat:
            return f"the worker's event loop stood still for {self.beat.patience:.3g} s"
        if self.exit_code < 0:
            return f"the worker was killed by {_name(-self.exit_code)}"
        return f"the worker ended with exit code {self.exit_code}"


async def report(url: str, death: Death) -> None:
    """Takes back what the dead process held, with the reason; quietly nothing when that fails."""
    if death.beat is None:
        return
    try:
        async with asyncio.timeout(REPORT_SECONDS):
            access = await asyncio.to_thread(resolve, url, "mediaq_worker", "mediaq supervisor")
            async with Database(access, max_size=1) as database, database.autocommit() as session:
                rescued, failed = await verbs.worker_lost(
                    session,
                    death.beat.queue,
                    worker=death.beat.worker,
                    code=death.code,
                    error=death.reason,
                )
    except (MediaqError, TimeoutError) as error:
        logger.warning("death_not_reported", queue=death.beat.queue, error=str(error))
        return
    if rescued or failed:
        counts = {"rescued": rescued, "failed": failed}
        logger.warning("jobs_rescued", queue=death.beat.queue, reason=death.reason, **counts)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
