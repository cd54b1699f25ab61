"""retry: failed and canceled jobs start afresh when a person asks."""

from typing import LiteralString

import pytest

from tests.kit.connections import Connect, heard, listening, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def test_puts_a_failed_job_back_with_fresh_attempts(queue: Queue) -> None:
    job = queue.claimed()
    queue.fail(job, permanent=True)
    assert queue.retry(job.id) == {job.id}
    row = queue.row(job.id)
    assert (row["status"], row["attempts"], row["crashes"]) == ("queued", 0, 0)
    assert queue.take().attempt == 1


def test_puts_a_canceled_job_back(queue: Queue) -> None:
    id = queue.add_one()
    queue.cancel(id)
    assert queue.retry(id) == {id}
    assert queue.take().id == id


def test_without_ids_it_takes_every_failed_one_and_no_other(queue: Queue) -> None:
    queue.add(4)
    jobs = queue.claim(3)
    for job in jobs[:2]:
        queue.fail(job, permanent=True)
    queue.cancel(jobs[2].id)
    assert queue.retry() == {job.id for job in jobs[:2]}


def test_leaves_other_states_alone(queue: Queue) -> None:
    queue.add(2)
    done, running = queue.claim(2)
    queue.complete(done)
    (waiting,) = queue.add(1)
    assert queue.retry(done.id, running.id, waiting) == set()


def test_wakes_the_workers(queue: Queue, connect: Connect) -> None:
    id = queue.add_one()
    queue.cancel(id)
    listener = listening(connect)
    queue.retry(id)
    assert heard(listener, queue.connection) == [queue.name]


def test_by_id_it_reads_only_those_rows(one_queue: Queue, connect: Connect) -> None:
    one_queue.cancel(*one_queue.add(2000))
    one_queue.connection.execute("vacuum analyze mediaq.ssml_jobs")
    fresh = one_queue.on(connect())
    with fresh.connection.transaction():
        fresh.retry(one_queue.add_one())
        query: LiteralString = "select pg_stat_get_xact_tuples_returned(%s::regclass)"
        assert value(fresh.connection, query, one_queue.table) == 0
