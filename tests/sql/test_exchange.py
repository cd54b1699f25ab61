"""exchange: finishes jobs and claims new ones in one statement."""

from uuid import UUID

import pytest

from tests.kit.connections import advance
from tests.kit.queues import Job, Queue

pytestmark = pytest.mark.sql


def exchange(queue: Queue, done: list[Job], max_jobs: int) -> tuple[set[UUID], dict[UUID, str]]:
    """The jobs claimed, and the outcome of those that were not simply done."""
    rows = queue.connection.execute(
        "select id, outcome from mediaq.exchange(%s, %s, %s, %s, %s)",
        [queue.table, queue.worker, [j.id for j in done], [j.lease for j in done], max_jobs],
    ).fetchall()
    claimed = {id for id, outcome in rows if outcome is None}
    return claimed, {id: outcome for id, outcome in rows if outcome is not None}


def test_finishes_and_claims(queue: Queue) -> None:
    queue.add(2)
    done = queue.claim(2)
    new = queue.add(3)
    assert exchange(queue, done, 2) == (set(new[:2]), {})
    assert [queue.row(job.id)["status"] for job in done] == ["completed"] * 2


def test_tells_what_was_not_simply_done(queue: Queue) -> None:
    queue.add(2)
    again, lost = queue.claim(2)
    queue.complete(again)
    queue.release(lost)
    advance(queue.connection, "1 second")
    claimed, outcomes = exchange(queue, [again, lost], 1)
    assert outcomes == {again.id: "already", lost.id: "lost"}
    assert claimed == {lost.id}


def test_only_claims_or_only_finishes(queue: Queue) -> None:
    queue.add(2)
    claimed, _ = exchange(queue, [], 1)
    assert len(claimed) == 1
    assert exchange(queue, queue.claim(1), 0) == (set(), {})


def test_a_paused_queue_finishes_and_gives_nothing(queue: Queue) -> None:
    job = queue.claimed()
    queue.add(1)
    queue.configure(paused_at="2026-01-01T00:00:00Z")
    assert exchange(queue, [job], 5) == (set(), {})
    assert queue.row(job.id)["status"] == "completed"
