"""cancel: four outcomes; a running job loses its lease."""

from uuid import uuid4

import pytest

from tests.kit.blocking import blocked
from tests.kit.connections import Connect, heard, listening
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def test_each_id_gets_its_outcome(queue: Queue) -> None:
    queue.add(3)
    running, done, failed = queue.claim(3)
    queue.complete(done)
    queue.fail(failed, permanent=True)
    (waiting,) = queue.add(1)
    nobody = uuid4()
    assert queue.cancel(waiting, running.id, done.id, failed.id, nobody) == {
        waiting: "canceled",
        running.id: "canceled",
        done.id: "already_finished",
        failed.id: "already_finished",
        nobody: "not_found",
    }


def test_repeated_it_says_so_and_changes_nothing(queue: Queue) -> None:
    id = queue.add_one()
    queue.cancel(id)
    before = queue.row(id)
    assert queue.cancel(id) == {id: "already_canceled"}
    assert queue.row(id) == before


def test_a_canceled_job_is_not_claimed(queue: Queue) -> None:
    queue.cancel(*queue.add(3))
    assert queue.claim(9) == []


def test_an_id_named_twice_is_answered_once(queue: Queue) -> None:
    id = queue.add_one()
    rows = queue.connection.execute(
        "select outcome from mediaq.cancel(%s, %s)", [queue.table, [id, id]]
    ).fetchall()
    assert rows == [("canceled",)]


def test_parked_jobs_can_be_canceled(queue: Queue) -> None:
    job = queue.claimed()
    queue.set(job.id, lease_expires_at=None)
    assert queue.cancel(job.id) == {job.id: "canceled"}


def test_tells_the_workers(queue: Queue, connect: Connect) -> None:
    listener = listening(connect, "mediaq_cancel")
    queue.cancel(queue.claimed().id)
    assert heard(listener, queue.connection, "mediaq_cancel") == [queue.name]


def test_of_two_at_once_the_later_one_is_told_what_the_first_did(
    one_queue: Queue, connect: Connect
) -> None:
    id = one_queue.add_one()
    first = one_queue.on(connect())
    answers: list[object] = []
    first.connection.execute("begin")
    first.cancel(id)
    with blocked(one_queue, lambda: answers.append(one_queue.cancel(id)), first.connection):
        pass
    assert answers == [{id: "already_canceled"}]
