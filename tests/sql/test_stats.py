"""queue_stats, worker_seen, worker_gone: what people look at."""

from datetime import timedelta
from uuid import uuid4

import pytest
from psycopg.rows import dict_row

from tests.kit.connections import Connection, advance, column, value
from tests.kit.queues import QUEUES, Queue

pytestmark = pytest.mark.sql


def stats(connection: Connection, queue: str) -> dict[str, object]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("select * from mediaq.queue_stats()").fetchall()
    return next(row for row in rows if row["queue"] == queue)


def test_has_a_row_for_every_queue(connection: Connection) -> None:
    names = column(connection, "select queue from mediaq.queue_stats()")
    assert sorted(names) == sorted(QUEUES)


def test_counts_each_state(one_queue: Queue) -> None:
    one_queue.add(7)
    done, failed, _ = one_queue.claim(3)
    one_queue.complete(done)
    one_queue.fail(failed, permanent=True)
    one_queue.cancel(one_queue.add_one())
    found = stats(one_queue.connection, one_queue.name)
    states = ("queued", "processing", "completed", "failed", "canceled")
    assert [found[state] for state in states] == [4, 1, 1, 1, 1]


def test_tells_the_age_of_the_oldest_due_job(one_queue: Queue) -> None:
    one_queue.add(1)
    advance(one_queue.connection, "42 seconds")
    one_queue.add(1)
    found = stats(one_queue.connection, one_queue.name)
    assert found["oldest_due"] == timedelta(seconds=42)


def test_tells_what_is_paused(connection: Connection) -> None:
    connection.execute("select mediaq.pause('mediaq.analysis')")
    assert stats(connection, "analysis")["paused_at"] is not None
    assert stats(connection, "ssml_jobs")["paused_at"] is None


def seen(connection: Connection, running: int = 0) -> None:
    connection.execute(
        "select mediaq.worker_seen(%s, 'analysis', 'host', 7, '1.0', 4, %s)", [uuid4(), running]
    )


def test_a_worker_that_is_seen_again_is_one_row(connection: Connection) -> None:
    id = uuid4()
    for running in (1, 3):
        connection.execute(
            "select mediaq.worker_seen(%s, 'analysis', 'host', 7, '1.0', 4, %s)", [id, running]
        )
    assert column(connection, "select running from mediaq.workers") == [3]


def test_a_worker_that_is_silent_for_a_day_is_forgotten(connection: Connection) -> None:
    seen(connection)
    advance(connection, "25 hours")
    seen(connection)
    assert value(connection, "select count(*) from mediaq.workers") == 1


def test_a_worker_that_leaves_takes_its_row_along(connection: Connection) -> None:
    seen(connection)
    connection.execute("select mediaq.worker_gone(id) from mediaq.workers")
    assert value(connection, "select count(*) from mediaq.workers") == 0
