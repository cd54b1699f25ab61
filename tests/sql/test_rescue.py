"""rescue: takes back what a lost worker held; crashes have their own cap."""

import pytest

from tests.kit.connections import Connect, advance, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def crash(queue: Queue) -> tuple[int, int]:
    """Claims the one job, lets its lease lapse, rescues."""
    queue.take()
    advance(queue.connection, "1 hour")
    return queue.rescue()


def test_takes_back_only_lapsed_leases(queue: Queue) -> None:
    queue.add(2)
    lapsed, held = queue.claim(2)
    advance(queue.connection, "1 hour")
    queue.heartbeat(held)
    assert queue.rescue() == (1, 0)
    assert [queue.row(j.id)["status"] for j in (lapsed, held)] == ["queued", "processing"]


def test_a_lease_lapses_only_after_its_time(queue: Queue) -> None:
    job = queue.claimed()
    lease = queue.row(job.id)["lease_expires_at"] - queue.row(job.id)["started_at"]
    advance(queue.connection, f"{lease.total_seconds()} seconds")
    assert queue.rescue() == (0, 0)
    advance(queue.connection, "1 microsecond")
    assert queue.rescue() == (1, 0)


def test_the_first_crash_is_due_again_at_once(queue: Queue) -> None:
    queue.add(1)
    crash(queue)
    assert queue.take().attempt == 2


def test_the_second_waits(queue: Queue) -> None:
    queue.add(1)
    crash(queue)
    crash(queue)
    assert queue.claim() == []
    advance(queue.connection, "1 hour")
    assert queue.take().attempt == 3


def test_crashes_have_their_own_cap(queue: Queue) -> None:
    queue.configure(max_attempts=50, max_crashes=3)
    id = queue.add_one()
    outcomes = []
    for _ in range(3):
        outcomes.append(crash(queue))
        advance(queue.connection, "1 hour")
    row = queue.row(id)
    assert outcomes == [(1, 0), (1, 0), (0, 1)]
    assert (row["status"], row["crashes"], row["error_code"]) == ("failed", 3, "worker_lost")


def test_crashes_do_not_use_up_the_attempts(queue: Queue) -> None:
    queue.configure(max_attempts=2, max_crashes=9)
    queue.add(1)
    for _ in range(3):
        crash(queue)
        advance(queue.connection, "1 hour")
    assert [queue.fail(queue.take(), delay=0) for _ in range(2)] == ["retried", "failed"]


def test_errors_do_not_use_up_the_crashes(queue: Queue) -> None:
    queue.configure(max_attempts=9, max_crashes=2)
    queue.add(1)
    for _ in range(4):
        queue.fail(queue.take(), delay=0)
    assert crash(queue) == (1, 0)


def test_notes_each_crash(queue: Queue) -> None:
    id = queue.add_one()
    crash(queue)
    rows = queue.connection.execute(
        "select queue::text, job_id, attempt, kind, code, worker from mediaq.job_errors"
    ).fetchall()
    assert rows == [(queue.table, id, 1, "crash", "worker_lost", queue.worker)]


def test_leaves_parked_jobs_alone(queue: Queue) -> None:
    job = queue.claimed()
    queue.set(job.id, lease_expires_at=None)
    before = queue.row(job.id)
    advance(queue.connection, "30 days")
    assert queue.rescue() == (0, 0)
    assert queue.row(job.id) == before


def test_skips_a_row_that_somebody_is_completing(queue: Queue, connect: Connect) -> None:
    job = queue.claimed()
    other = queue.on(connect())
    advance(queue.connection, "1 hour")
    with other.connection.transaction():
        assert other.complete(job) == ["done"]
        assert queue.rescue() == (0, 0)
    assert queue.row(job.id)["status"] == "completed"


@pytest.mark.parametrize(("running", "seconds"), [(False, 15), (True, 5)])
def test_says_when_to_look_again(one_queue: Queue, running: bool, seconds: int) -> None:
    if running:
        one_queue.claimed()
        advance(one_queue.connection, "10 seconds")
    wait = value(one_queue.connection, "select next_in from mediaq.rescue(%s)", one_queue.table)
    assert wait.total_seconds() == seconds


def test_finds_nothing_in_an_empty_queue(queue: Queue) -> None:
    assert queue.rescue() == (0, 0)
