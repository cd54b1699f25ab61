"""One trip to the database: outcomes of many jobs settled, new jobs claimed, one commit.

Completion comes first and says for each job whether its lease still held; effects run only for
those. So a late result changes nothing, and a repeated one (after a lost COMMIT reply) is known as
`already` and not applied twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mediaq import log
from mediaq.db.pool import Database, Session
from mediaq.queue import verbs
from mediaq.queue.job import Done, Job
from workers.outcome import Failed, GivenBack, Outcome

logger = log.get(__name__)


@dataclass(frozen=True)
class Counter:
    """Where a worker brings its outcomes and takes its jobs."""

    database: Database
    queue: str
    worker: UUID

    async def trade(self, batch: Sequence[Outcome], max_jobs: int) -> list[Job]:
        """Settles the batch and claims up to `max_jobs`, together or not at all.

        Raises MediaqError; then it is unknown whether it took effect, and asking again is safe.
        """
        if not batch:
            async with self.database.autocommit() as session:
                return await self.claim(session, max_jobs)
        plain = all(isinstance(o.result, Done) and not o.result.effects for o in batch)
        if plain:
            async with self.database.autocommit() as session:
                answers, jobs = await verbs.exchange(
                    session,
                    self.queue,
                    worker=self.worker,
                    done=[o.held.job for o in batch],
                    max_jobs=max_jobs,
                )
            lost = [o for o in batch if answers.get(o.held.job.lease) == "lost"]
        else:
            async with self.database.transaction() as session:
                lost = [*await self._complete(session, batch), *await self._fail(session, batch)]
                await self._give_back(session, batch)
                jobs = await self._claim(session, max_jobs) if max_jobs else []
        for outcome in lost:
            logger.warning("result_too_late", queue=self.queue, job=str(outcome.held.job.id))
            outcome.undo()
        return jobs

    async def claim(self, session: Session, max_jobs: int) -> list[Job]:
        """Claims over a session that commits by itself."""
        return await verbs.claim_alone(session, self.queue, worker=self.worker, max_jobs=max_jobs)

    async def _claim(self, session: Session, max_jobs: int) -> list[Job]:
        return await verbs.claim(session, self.queue, worker=self.worker, max_jobs=max_jobs)

    async def _complete(self, session: Session, batch: Sequence[Outcome]) -> list[Outcome]:
        done = [(o, o.result) for o in batch if isinstance(o.result, Done)]
        if not done:
            return []
        answers = await verbs.complete(session, self.queue, [o.held.job for o, _ in done])
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
        failed = [(o, o.result) for o in batch if isinstance(o.result, Failed)]
        return [o for o, failure in failed if await self._report(session, o, failure) == "lost"]

    async def _give_back(self, session: Session, batch: Sequence[Outcome]) -> None:
        jobs = [outcome.held.job for outcome in batch if isinstance(outcome.result, GivenBack)]
        if jobs:
            await verbs.release(session, self.queue, jobs)

    async def _report(self, session: Session, outcome: Outcome, failure: Failed) -> str:
        job = outcome.held.job
        answer = await verbs.fail(
            session,
            job,
            code=failure.code,
            error=failure.error,
            permanent=failure.permanent,
            delay=failure.delay,
        )
        logger.info(
            "job_failed",
            queue=self.queue,
            job=str(job.id),
            code=failure.code,
            error=failure.error,
            outcome=answer,
        )
        return answer
