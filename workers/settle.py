"""Brings outcomes to the database: completion and effects of many jobs in one transaction.

Completion comes first and says for each job whether its lease still held; effects run only for
those. So a late result changes nothing, and a repeated one (after a lost COMMIT reply) is known as
`already` and not applied twice. When one job of a batch makes the transaction fail, each is
settled alone.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

from mediaq import log
from mediaq.db.pool import Database, Session
from mediaq.errors import Busy, DatabaseUnavailable, MediaqError, TryAgain
from mediaq.queue import verbs
from mediaq.queue.job import Done
from workers.holding import Held, Holding

logger = log.get(__name__)
BATCH = 500


@dataclass(frozen=True)
class Failed:
    """A handler's failure."""

    code: str
    error: str
    permanent: bool = False
    delay: float | None = None

    @classmethod
    def of(cls, error: Exception) -> "Failed":
        """What to record for an exception; those of ours know whether trying again helps."""
        if isinstance(error, MediaqError):
            return cls(error.code, error.detail, error.permanent, error.extra.get("retry_after"))
        return cls("error", f"{type(error).__name__}: {error}")


@dataclass(frozen=True)
class Outcome:
    """A job whose handler has ended."""

    held: Held
    result: Done | Failed


class Settler:
    """Takes outcomes as they come and settles what is there, until told to finish."""

    def __init__(self, database: Database, queue: str, holding: Holding) -> None:
        self._database = database
        self._queue = queue
        self._holding = holding
        self._outcomes: asyncio.Queue[Outcome] = asyncio.Queue()

    def put(self, outcome: Outcome) -> None:
        """Hands over an outcome; its place is freed when the database has it."""
        outcome.held.settling = True
        self._outcomes.put_nowait(outcome)

    async def run(self) -> None:
        """Settles until cancelled."""
        while True:
            batch = [await self._outcomes.get()]
            while len(batch) < BATCH and not self._outcomes.empty():
                batch.append(self._outcomes.get_nowait())
            await self._settle(batch)
            for outcome in batch:
                self._holding.remove(outcome.held)
                self._outcomes.task_done()

    async def drained(self) -> None:
        """Returns when everything handed over is settled."""
        await self._outcomes.join()

    async def _settle(self, batch: Sequence[Outcome]) -> None:
        """Tries until the database has answered for every job of the batch."""
        delay = 0.05
        while True:
            try:
                await self._transact(batch)
                return
            except (DatabaseUnavailable, Busy, TryAgain) as error:
                logger.warning("settle_delayed", queue=self._queue, error=str(error))
                await asyncio.sleep(delay * random.uniform(0.5, 1.0))
                delay = min(delay * 2, 1.0)
            except MediaqError as error:
                if len(batch) > 1:
                    for outcome in batch:
                        await self._settle([outcome])
                    return
                batch = [self._effects_failed(batch[0], error)]

    def _effects_failed(self, outcome: Outcome, error: MediaqError) -> Outcome:
        """The transaction refused this job's effects: that is a failure of the job."""
        if isinstance(outcome.result, Failed):
            raise error
        logger.error("effects_failed", queue=self._queue, error=str(error))
        outcome.result.undo()
        return Outcome(outcome.held, Failed("effects_failed", error.detail))

    async def _transact(self, batch: Sequence[Outcome]) -> None:
        lost: list[Outcome] = []
        async with self._database.transaction() as session:
            lost += await self._complete(session, batch)
            lost += await self._fail(session, batch)
        for outcome in lost:
            logger.warning("result_too_late", queue=self._queue, job=str(outcome.held.job.id))
            if isinstance(outcome.result, Done):
                outcome.result.undo()

    async def _complete(self, session: Session, batch: Sequence[Outcome]) -> list[Outcome]:
        done = [(o, o.result) for o in batch if isinstance(o.result, Done)]
        if not done:
            return []
        answers = await verbs.complete(session, self._queue, [o.held.job for o, _ in done])
        effects = [
            (effect.statement, effect.params)
            for outcome, result in done
            if answers[outcome.held.job.lease] == "done"
            for effect in result.effects
        ]
        if effects:
            await session.run_many(effects)
        return [outcome for outcome, _ in done if answers[outcome.held.job.lease] == "lost"]

    async def _fail(self, session: Session, batch: Sequence[Outcome]) -> list[Outcome]:
        lost = []
        for outcome in batch:
            if isinstance(failure := outcome.result, Failed):
                answer = await verbs.fail(
                    session,
                    outcome.held.job,
                    code=failure.code,
                    error=failure.error,
                    permanent=failure.permanent,
                    delay=failure.delay,
                )
                logger.info(
                    "job_failed",
                    queue=self._queue,
                    job=str(outcome.held.job.id),
                    code=failure.code,
                    error=failure.error,
                    outcome=answer,
                )
                if answer == "lost":
                    lost.append(outcome)
        return lost
