"""Notifications: one per statement, none for nothing; and how long an idle worker may sleep."""

from datetime import timedelta

import pytest

from tests.kit.connections import Connect, advance, heard, listening, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def test_ten_thousand_jobs_are_one_notification(one_queue: Queue, connect: Connect) -> None:
    listener = listening(connect)
    one_queue.name = "provider_submissions"
    one_queue.add(10_000)
    assert heard(listener, one_queue.connection) == ["provider_submissions"]


def test_every_queue_wakes_its_own_workers(queue: Queue, connect: Connect) -> None:
    listener = listening(connect)
    queue.add(1)
    assert heard(listener, queue.connection)[-1] == queue.name


def test_one_transaction_is_one_notification(one_queue: Queue, connect: Connect) -> None:
    listener = listening(connect)
    one_queue.name = "provider_submissions"
    with one_queue.connection.transaction():
        for _ in range(3):
            one_queue.add(1)
    assert heard(listener, one_queue.connection) == ["provider_submissions"]


def test_nobody_is_woken_for_what_is_not_due(one_queue: Queue, connect: Connect) -> None:
    one_queue.name = "provider_submissions"
    soon = value(one_queue.connection, "select mediaq.now()") + timedelta(seconds=1)
    listener = listening(connect)
    one_queue.add(5, run_at=soon)
    assert heard(listener, one_queue.connection) == []


def test_nobody_is_woken_for_nothing(one_queue: Queue, connect: Connect) -> None:
    one_queue.name = "provider_submissions"
    listener = listening(connect)
    one_queue.add(0)
    one_queue.add(1, status="canceled", completed_at=value(one_queue.connection, "select now()"))
    assert heard(listener, one_queue.connection) == []


def test_heartbeats_and_completions_wake_nobody(queue: Queue, connect: Connect) -> None:
    queue.add(2)
    listener = listening(connect)
    jobs = queue.claim(2)
    queue.heartbeat(*jobs)
    queue.complete(*jobs)
    assert queue.name not in heard(listener, queue.connection)


def test_jobs_given_back_wake_somebody_else(queue: Queue, connect: Connect) -> None:
    job = queue.claimed()
    listener = listening(connect)
    queue.release(job)
    assert heard(listener, queue.connection) == [queue.name]


def test_rescue_wakes_only_when_it_rescued(queue: Queue, connect: Connect) -> None:
    queue.claimed()
    listener = listening(connect)
    queue.rescue()
    assert heard(listener, queue.connection) == []
    advance(queue.connection, "1 hour")
    queue.rescue()
    assert heard(listener, queue.connection) == [queue.name]


def test_the_next_due_job_says_how_long_to_sleep(queue: Queue) -> None:
    now = value(queue.connection, "select mediaq.now()")
    for seconds in (90, 30, 60):
        queue.add(1, run_at=now + timedelta(seconds=seconds))
    assert value(queue.connection, "select mediaq.due_in(%s)", queue.table) == timedelta(seconds=30)


def test_an_empty_queue_has_nothing_due(queue: Queue) -> None:
    queue.claimed()
    assert value(queue.connection, "select mediaq.due_in(%s)", queue.table) is None
