"""complete: done, already or lost; in batches; asked again after a lost reply."""

import pytest

from tests.kit.connections import Connect, advance
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def test_finishes_the_job(queue: Queue) -> None:
    job = queue.claimed()
    assert queue.complete(job) == ["done"]
    row = queue.row(job.id)
    assert (row["status"], row["progress"], row["lease_expires_at"]) == ("completed", 100, None)
    assert row["completed_at"] is not None


def test_asked_again_it_says_already_and_changes_nothing(queue: Queue) -> None:
    job = queue.claimed()
    queue.complete(job)
    before = queue.row(job.id)
    advance(queue.connection, "1 minute")
    assert queue.complete(job) == ["already"]
    assert queue.row(job.id) == before


def test_answers_for_each_job_of_a_batch(queue: Queue) -> None:
    queue.add(3)
    held, done, lost = queue.claim(3)
    queue.complete(done)
    queue.release(lost)
    assert queue.complete(held, done, lost) == ["done", "already", "lost"]


def test_an_unknown_job_is_lost(queue: Queue) -> None:
    job = queue.claimed()
    queue.complete(job)
    ghost = job._replace(id=queue.worker)
    assert queue.complete(ghost) == ["lost"]


def test_forgets_the_error_of_an_earlier_attempt(queue: Queue) -> None:
    queue.fail(queue.claimed(), delay=0)
    job = queue.take()
    assert queue.row(job.id)["last_error"] == "it broke"
    queue.complete(job)
    row = queue.row(job.id)
    assert (row["last_error"], row["error_code"]) == (None, None)


def test_batches_in_opposite_order_do_not_deadlock(queue: Queue, connect: Connect) -> None:
    queue.add(200)
    jobs = queue.claim(200)
    other = queue.on(connect())
    with queue.connection.transaction():
        assert set(queue.complete(*jobs)) == {"done"}
    assert set(other.complete(*reversed(jobs))) == {"already"}


def test_a_batch_rolls_back_with_its_effects(queue: Queue) -> None:
    job = queue.claimed()
    with queue.connection.transaction(force_rollback=True):
        assert queue.complete(job) == ["done"]
    assert queue.row(job.id)["status"] == "processing"
    assert queue.complete(job) == ["done"]
