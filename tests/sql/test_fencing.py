"""A worker that lost its lease changes nothing, whichever way it lost it."""

from collections.abc import Callable

import pytest

from tests.kit.connections import advance
from tests.kit.queues import Job, Queue

pytestmark = pytest.mark.sql


def rescued(queue: Queue, job: Job) -> None:
    advance(queue.connection, "1 hour")
    assert queue.rescue() == (1, 0)


def rescued_and_claimed(queue: Queue, job: Job) -> None:
    rescued(queue, job)
    assert queue.take().id == job.id


def canceled(queue: Queue, job: Job) -> None:
    assert queue.cancel(job.id) == {job.id: "canceled"}


def canceled_and_retried(queue: Queue, job: Job) -> None:
    canceled(queue, job)
    assert queue.retry(job.id) == {job.id}
    assert queue.take().id == job.id


def released_and_claimed(queue: Queue, job: Job) -> None:
    queue.release(job)
    assert queue.take().id == job.id


def failed_and_claimed(queue: Queue, job: Job) -> None:
    queue.fail(job, delay=0)
    assert queue.take().id == job.id


def claimed_and_completed(queue: Queue, job: Job) -> None:
    released_and_claimed(queue, job)
    released = Job(job.id, queue.row(job.id)["lease"], 1, {})
    assert queue.complete(released) == ["done"]


def parked(queue: Queue, job: Job) -> None:
    queue.set(job.id, lease_expires_at=None)


@pytest.mark.parametrize(
    "lose",
    [
        rescued,
        rescued_and_claimed,
        canceled,
        canceled_and_retried,
        released_and_claimed,
        failed_and_claimed,
        claimed_and_completed,
        parked,
    ],
)
def test_a_stale_lease_changes_nothing(queue: Queue, lose: Callable[[Queue, Job], None]) -> None:
    job = queue.claimed()
    lose(queue, job)
    before = queue.row(job.id)
    errors = queue.connection.execute("select * from mediaq.job_errors").fetchall()
    assert queue.heartbeat(job, progress=99) == set()
    assert queue.complete(job) == ["lost"]
    assert queue.fail(job) == "lost"
    assert queue.fail(job, permanent=True) == "lost"
    assert queue.release(job) == set()
    assert queue.row(job.id) == before
    assert queue.connection.execute("select * from mediaq.job_errors").fetchall() == errors


def test_a_guessed_lease_changes_nothing(queue: Queue) -> None:
    job = queue.claimed()
    before = queue.row(job.id)
    guess = job._replace(lease=job.lease + 1)
    assert queue.complete(guess) == ["lost"]
    assert queue.row(job.id) == before


def test_completed_and_failed_do_not_mix(queue: Queue) -> None:
    queue.add(2)
    good, bad = queue.claim(2)
    queue.complete(good)
    queue.fail(bad, permanent=True)
    assert queue.fail(good) == "lost"
    assert queue.complete(bad) == ["lost"]
