"""The queue's SQL functions, called. Each takes the transaction it belongs to."""

from collections.abc import Sequence
from typing import Literal, cast
from uuid import UUID

from mediaq.db.pool import Row, Session
from mediaq.queue.job import Job

Completion = Literal["done", "already", "lost"]
Failure = Literal["retried", "failed", "already", "lost"]


async def claim(session: Session, queue: str, *, worker: UUID, max_jobs: int) -> list[Job]:
    """Takes up to `max_jobs` due jobs, each with a new lease."""
    params = {"queue": queue, "worker": worker, "max_jobs": max_jobs}
    return [_job(queue, row) for row in await session.all("queue.claim", params)]


async def claim_alone(session: Session, queue: str, *, worker: UUID, max_jobs: int) -> list[Job]:
    """`claim` for a session that commits at once and has written nothing else: it does not wait for
    the disk. Should the server crash in this moment, the jobs are queued again."""
    params = {"worker": worker, "max_jobs": max_jobs}
    table = queue.rpartition(".")[2]
    return [_job(queue, row) for row in await session.all_of(table, "queue.claim_alone", params)]


async def heartbeat(
    session: Session, queue: str, jobs: Sequence[Job], progress: Sequence[int]
) -> set[UUID]:
    """Extends the leases; the ids that are still held. The others are lost or canceled."""
    params = {**_leases(queue, jobs), "progress": list(progress)}
    return {row["id"] for row in await session.all("queue.heartbeat", params)}


async def complete(session: Session, queue: str, jobs: Sequence[Job]) -> dict[int, Completion]:
    """Finishes the jobs whose lease still holds; the outcome of each lease."""
    rows = await session.all("queue.complete", _leases(queue, jobs))
    return {row["lease"]: cast("Completion", row["outcome"]) for row in rows}


async def exchange(
    session: Session, queue: str, *, worker: UUID, done: Sequence[Job], max_jobs: int
) -> tuple[dict[int, Completion], list[Job]]:
    """Finishes `done` and claims up to `max_jobs` in one statement: the outcomes, by lease, of
    those that were not simply done, and the jobs claimed."""
    params = {**_leases(queue, done), "worker": worker, "max_jobs": max_jobs}
    rows = await session.all("queue.exchange", params)
    return (
        {row["lease"]: row["outcome"] for row in rows if row["outcome"]},
        [_job(queue, row) for row in rows if not row["outcome"]],
    )


async def fail(
    session: Session,
    job: Job,
    *,
    code: str,
    error: str,
    permanent: bool = False,
    delay: float | None = None,
) -> Failure:
    """Ends the attempt badly; `delay` in seconds overrides the queue's backoff."""
    params = {
        "queue": job.queue,
        "id": job.id,
        "lease": job.lease,
        "code": code,
        "error": error.replace("\0", ""),
        "permanent": permanent,
        "delay": delay,
    }
    row = await session.one("queue.fail", params)
    return cast("Failure", row["outcome"] if row else "lost")


async def release(session: Session, queue: str, jobs: Sequence[Job]) -> set[UUID]:
    """Gives jobs back without charging the attempt; the ids that were still ours."""
    return {row["id"] for row in await session.all("queue.release", _leases(queue, jobs))}


async def rescue(session: Session, queue: str) -> tuple[int, int, float]:
    """Takes lapsed jobs back: (requeued, failed, seconds until the next lease can lapse)."""
    row = await session.one("queue.rescue", {"queue": queue})
    return (row["rescued"], row["failed"], row["next_in"]) if row else (0, 0, 1.0)


async def worker_lost(
    session: Session, queue: str, *, worker: UUID, code: str, error: str
) -> tuple[int, int]:
    """Takes back what a dead worker held: (requeued, failed)."""
    params = {"queue": queue, "worker": worker, "code": code, "error": error}
    row = await session.one("queue.worker_lost", params)
    return (row["rescued"], row["failed"]) if row else (0, 0)


async def due_in(session: Session, queue: str) -> float | None:
    """Seconds until the next waiting job is due; None when none waits."""
    row = await session.one("queue.due_in", {"queue": queue})
    return row["due_in"] if row else None


async def lease_seconds(session: Session, queue: str) -> float:
    """How long a claim holds a job of this queue."""
    row = await session.one("queue.lease_seconds", {"queue": queue})
    return float(row["seconds"]) if row else 15.0


async def prune(session: Session, queue: str, max_rows: int) -> int:
    """Deletes a batch of finished jobs past their retention; how many."""
    row = await session.one("queue.prune", {"queue": queue, "max_rows": max_rows})
    return int(row["pruned"]) if row else 0


def _job(queue: str, row: Row) -> Job:
    return Job(queue, row["id"], row["lease"], row["attempt"], row["payload"])


def _leases(queue: str, jobs: Sequence[Job]) -> dict[str, object]:
    """Arrays as their text: the driver takes several times as long to write it."""
    return {
        "queue": queue,
        "ids": "{" + ",".join([job.id.hex for job in jobs]) + "}",
        "leases": "{" + ",".join([str(job.lease) for job in jobs]) + "}",
    }
