"""Verbs that touch many jobs lock them in the order of their ids, so they cannot deadlock."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tests.kit.blocking import blocked
from tests.kit.connections import Connect, advance
from tests.kit.queues import Job, Queue

pytestmark = pytest.mark.sql

Verb = Callable[[Queue, list[Job]], object]
VERBS: dict[str, Verb] = {
    "complete": lambda queue, jobs: queue.complete(*jobs),
    "release": lambda queue, jobs: queue.release(*jobs),
    "cancel": lambda queue, jobs: queue.cancel(*(job.id for job in jobs)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_row_is_not_locked_before_a_smaller_one(
    one_queue: Queue, connect: Connect, verb: str
) -> None:
    one_queue.add(20)
    jobs = sorted(one_queue.claim(20), reverse=True)
    holder = connect()
    lock = "select from mediaq.ssml_jobs where id = %s for update nowait"
    holder.execute("begin")
    holder.execute(lock, [jobs[-1].id])
    with blocked(one_queue, lambda: VERBS[verb](one_queue, jobs), holder):
        holder.execute(lock, [jobs[0].id])


def test_a_heartbeat_does_not_wait_for_effects_that_are_being_written(
    one_queue: Queue, connect: Connect
) -> None:
    analyses = Queue(one_queue.connection, "analysis")
    job = analyses.claimed()
    writer = connect()
    with writer.transaction():
        writer.execute("insert into mediaq.analysis_feedback (analysis_id) values (%s)", [job.id])
        analyses.connection.execute("set lock_timeout = '2s'")
        assert analyses.heartbeat(job) == {job.id}


def test_a_heartbeat_passes_over_what_is_being_settled(queue: Queue, connect: Connect) -> None:
    """The effects of one job may take longer to be written than the leases of the others last."""
    queue.add(2)
    slow, other = queue.claim(2)
    before = queue.row(slow.id)["lease_expires_at"]
    settling = queue.on(connect())
    with settling.connection.transaction():
        settling.complete(slow)
        queue.connection.execute("set lock_timeout = '2s'")
        advance(queue.connection, "3 seconds")
        assert queue.heartbeat(slow, other) == {slow.id, other.id}
        assert queue.row(slow.id)["lease_expires_at"] == before
        assert queue.row(other.id)["lease_expires_at"] == before + timedelta(seconds=3)
    assert queue.heartbeat(slow, other) == {other.id}


def test_claims_never_wait(queue: Queue, connect: Connect) -> None:
    queue.add(1)
    holder = queue.on(connect())
    with holder.connection.transaction():
        holder.take()
        queue.connection.execute("set lock_timeout = '1ms'")
        assert queue.claim() == []


def test_the_kit_notices_a_lock(one_queue: Queue, connect: Connect) -> None:
    id = one_queue.add_one()
    holder = connect()
    with holder.transaction():
        holder.execute("select from mediaq.ssml_jobs where id = %s for update", [id])
        with pytest.raises(psycopg.errors.LockNotAvailable):
            connect().execute("select from mediaq.ssml_jobs for update nowait")
