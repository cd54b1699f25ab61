"""claim: order, due times, locks, leases."""

from datetime import timedelta

import psycopg
import pytest

from tests.kit.connections import Connect, advance, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def test_hands_out_what_a_worker_needs(queue: Queue) -> None:
    id = queue.add_one()
    job = queue.take()
    wanted = value(
        queue.connection,
        "select payload from mediaq.queues where queue = %s::regclass",
        queue.table,
    )
    assert (job.id, job.attempt, sorted(job.payload)) == (id, 1, sorted(wanted))


def test_marks_the_row_as_held(queue: Queue) -> None:
    job = queue.claimed()
    row = queue.row(job.id)
    lease = value(
        queue.connection, "select lease from mediaq.queues where queue = %s::regclass", queue.table
    )
    assert (row["status"], row["lease"], row["worker"]) == ("processing", job.lease, queue.worker)
    assert row["lease_expires_at"] - row["started_at"] == lease


def test_takes_smaller_priorities_first_then_older_then_smaller_ids(queue: Queue) -> None:
    now = value(queue.connection, "select mediaq.now()")
    late = queue.add(2, priority=5)
    early = queue.add(2, priority=5, run_at=now - timedelta(seconds=1))
    urgent = queue.add(1, priority=-1, run_at=now)
    assert [queue.take().id for _ in range(5)] == [*urgent, *early, *late]


def test_takes_a_batch_from_the_front(queue: Queue) -> None:
    queue.add(3, priority=1)
    first = queue.add(3)
    assert sorted(job.id for job in queue.claim(3)) == first


def test_leaves_future_jobs_until_they_are_due(queue: Queue) -> None:
    now = value(queue.connection, "select mediaq.now()")
    queue.add(1, run_at=now + timedelta(seconds=10))
    assert queue.claim(9) == []
    advance(queue.connection, "10 seconds")
    assert len(queue.claim(9)) == 1


def test_gives_each_job_once(queue: Queue) -> None:
    ids = queue.add(5)
    assert sorted(job.id for job in queue.claim(3) + queue.claim(3)) == ids
    assert queue.claim() == []


def test_two_connections_never_get_the_same_job(queue: Queue, connect: Connect) -> None:
    ids = queue.add(4)
    other = queue.on(connect())
    with queue.connection.transaction(), other.connection.transaction():
        mine, theirs = queue.claim(3), other.claim(3)
    assert (len(mine), len(theirs)) == (3, 1)
    assert sorted(job.id for job in mine + theirs) == ids


def test_locked_rows_do_not_count_against_the_limit(queue: Queue, connect: Connect) -> None:
    queue.add(10)
    other = queue.on(connect())
    with other.connection.transaction():
        assert len(other.claim(4)) == 4
        assert len(queue.claim(3)) == 3
    assert queue.count() == 3


def test_a_claim_that_rolls_back_never_happened(queue: Queue) -> None:
    id = queue.add_one()
    with queue.connection.transaction(force_rollback=True):
        queue.take()
    assert (queue.take().id, queue.row(id)["attempts"]) == (id, 1)


def test_leases_only_rise(queue: Queue) -> None:
    queue.add(3)
    leases = []
    for _ in range(4):
        jobs = queue.claim(3)
        leases.append(sorted(job.lease for job in jobs))
        queue.release(*jobs)
    flat = [lease for round in leases for lease in round]
    assert flat == sorted(set(flat))


def test_counts_the_attempt_when_it_begins(queue: Queue) -> None:
    job = queue.claimed()
    assert queue.row(job.id)["attempts"] == 1
    queue.fail(job, delay=0)
    assert queue.take().attempt == 2


def test_keeps_the_first_start_and_resets_progress(queue: Queue) -> None:
    job = queue.claimed()
    started = queue.row(job.id)["started_at"]
    queue.heartbeat(job, progress=60)
    queue.fail(job, delay=0)
    advance(queue.connection, "1 minute")
    row = queue.row(queue.take().id)
    assert (row["started_at"], row["progress"]) == (started, 0)


def test_gives_nothing_of_other_states(queue: Queue) -> None:
    for status in ("completed", "failed", "canceled"):
        queue.add(1, status=status, completed_at=value(queue.connection, "select now()"))
    assert queue.claim(9) == []


def test_zero_jobs_is_nothing(one_queue: Queue) -> None:
    one_queue.add(2)
    assert one_queue.claim(0) == []


@pytest.mark.parametrize("table", ["mediaq.media_assets", "mediaq.job", "pg_catalog.pg_class"])
def test_only_queues_can_be_claimed_from(one_queue: Queue, table: str) -> None:
    one_queue.table = table
    with pytest.raises(psycopg.Error) as refused:
        one_queue.claim()
    assert refused.value.sqlstate == "MQ001"
