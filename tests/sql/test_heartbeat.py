"""heartbeat: extends held leases, carries progress, tells what is lost."""

from typing import LiteralString

import pytest

from tests.kit.connections import Connect, advance, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def test_extends_the_lease(queue: Queue) -> None:
    job = queue.claimed()
    before = queue.row(job.id)["lease_expires_at"]
    advance(queue.connection, "3 seconds")
    assert queue.heartbeat(job) == {job.id}
    assert (queue.row(job.id)["lease_expires_at"] - before).total_seconds() == 3


def test_one_statement_beats_for_many(queue: Queue) -> None:
    ids = queue.add(20)
    jobs = queue.claim(20)
    assert queue.heartbeat(*jobs) == set(ids)


def test_returns_only_what_is_still_held(queue: Queue) -> None:
    queue.add(3)
    kept, done, canceled = queue.claim(3)
    queue.complete(done)
    queue.cancel(canceled.id)
    assert queue.heartbeat(kept, done, canceled) == {kept.id}


@pytest.mark.parametrize(("said", "kept"), [(-5, 40), (10, 40), (55, 55), (300, 100)])
def test_progress_rises_and_stays_in_range(one_queue: Queue, said: int, kept: int) -> None:
    job = one_queue.claimed()
    one_queue.heartbeat(job, progress=40)
    one_queue.heartbeat(job, progress=said)
    assert one_queue.row(job.id)["progress"] == kept


def test_a_lapsed_lease_that_nobody_took_is_still_held(queue: Queue) -> None:
    job = queue.claimed()
    advance(queue.connection, "1 hour")
    assert queue.heartbeat(job) == {job.id}
    assert queue.rescue() == (0, 0)


def test_no_jobs_is_no_work(one_queue: Queue) -> None:
    assert one_queue.heartbeat() == set()


def test_touches_no_index(queue: Queue, connect: Connect) -> None:
    queue.add(10)
    jobs = queue.claim(4)
    fresh = queue.on(connect())
    with fresh.connection.transaction():
        fresh.heartbeat(*jobs, progress=10)
        assert counted(fresh, "select pg_stat_get_xact_tuples_updated(%s::regclass)") == 4
        assert counted(fresh, "select pg_stat_get_xact_tuples_hot_updated(%s::regclass)") == 4


def counted(queue: Queue, query: LiteralString) -> int:
    found: int = value(queue.connection, query, queue.table)
    return found
