"""pause and resume: nothing is handed out, what runs goes on."""

import pytest

from tests.kit.connections import Connect, advance, heard, listening, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def pause(queue: Queue) -> None:
    queue.connection.execute("select mediaq.pause(%s)", [queue.table])


def resume(queue: Queue) -> None:
    queue.connection.execute("select mediaq.resume(%s)", [queue.table])


def test_a_paused_queue_gives_nothing(queue: Queue) -> None:
    queue.add(2)
    pause(queue)
    assert queue.claim(9) == []
    resume(queue)
    assert len(queue.claim(9)) == 2


def test_what_runs_goes_on(queue: Queue) -> None:
    job = queue.claimed()
    pause(queue)
    assert queue.heartbeat(job) == {job.id}
    assert queue.complete(job) == ["done"]


def test_other_queues_do_not_notice(one_queue: Queue) -> None:
    other = Queue(one_queue.connection, "audio_jobs")
    pause(other)
    one_queue.add(1)
    assert len(one_queue.claim()) == 1


def test_repeated_it_keeps_the_first_time(one_queue: Queue) -> None:
    query = "select paused_at from mediaq.queues where queue = 'mediaq.ssml_jobs'::regclass"
    pause(one_queue)
    first = value(one_queue.connection, query)
    advance(one_queue.connection, "1 minute")
    pause(one_queue)
    assert value(one_queue.connection, query) == first


def test_resume_wakes_the_workers(queue: Queue, connect: Connect) -> None:
    queue.add(1)
    pause(queue)
    listener = listening(connect)
    resume(queue)
    assert heard(listener, queue.connection) == [queue.name]


def test_an_idle_worker_has_nothing_to_wait_for(queue: Queue) -> None:
    queue.add(1)
    pause(queue)
    assert value(queue.connection, "select mediaq.due_in(%s)", queue.table) is None
