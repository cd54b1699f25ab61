"""release: a job given back unfinished costs it nothing."""

import pytest

from tests.kit.connections import advance
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def test_gives_the_job_back_without_charging_the_attempt(queue: Queue) -> None:
    job = queue.claimed()
    assert queue.release(job) == {job.id}
    row = queue.row(job.id)
    assert (row["status"], row["attempts"], row["lease"], row["worker"]) == (
        "queued",
        0,
        None,
        None,
    )


def test_can_be_given_back_for_ever(queue: Queue) -> None:
    queue.add(1)
    for _ in range(20):
        job = queue.take()
        queue.release(job)
    assert (job.attempt, queue.row(job.id)["status"]) == (1, "queued")


def test_stands_behind_what_is_already_waiting(queue: Queue) -> None:
    released = queue.claimed()
    (waiting,) = queue.add(1)
    advance(queue.connection, "1 second")
    queue.release(released)
    assert [queue.take().id, queue.take().id] == [waiting, released.id]


def test_repeated_it_gives_nothing_back(queue: Queue) -> None:
    job = queue.claimed()
    queue.release(job)
    assert queue.release(job) == set()


def test_leaves_no_trace_in_the_error_history(queue: Queue) -> None:
    queue.release(queue.claimed())
    assert queue.connection.execute("select from mediaq.job_errors").fetchall() == []
