"""retry_where: failed jobs by what went wrong, when, and whose they are."""

from typing import Any
from uuid import UUID

import pytest

from tests.kit.connections import Connect, advance, column, heard, listening, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def failed(queue: Queue, code: str = "broken", **columns: Any) -> UUID:
    """A job that failed for good, now."""
    job = queue.claimed(**columns)
    query = "select mediaq.fail(%s, %s, %s, 'it broke', %s, true)"
    value(queue.connection, query, queue.table, job.id, job.lease, code)
    return job.id


def retry(queue: Queue, **filters: Any) -> set[UUID]:
    """The jobs put back."""
    given = {"code": None, "since": None, "until": None, "key": None, "max_jobs": None, **filters}
    return set(
        column(
            queue.connection,
            "select mediaq.retry_where(%s, %s, %s::timestamptz, %s::timestamptz, %s, %s)",
            *(queue.table, *given.values()),
        )
    )


def test_by_code(queue: Queue) -> None:
    broken, _ = failed(queue), failed(queue, "other")
    assert retry(queue, code="broken") == {broken}
    assert queue.row(broken)["attempts"] == 0


def test_by_time(queue: Queue) -> None:
    _, start = failed(queue), value(queue.connection, "select mediaq.now()")
    advance(queue.connection, "1 minute")
    middle = failed(queue)
    advance(queue.connection, "1 minute")
    end = value(queue.connection, "select mediaq.now()")
    failed(queue)
    since = value(queue.connection, "select %s::timestamptz + interval '1 second'", start)
    assert retry(queue, since=since, until=end) == {middle}


def test_by_key(one_queue: Queue) -> None:
    ann, _, _ = failed(one_queue, key="ann"), failed(one_queue, key="bob"), failed(one_queue)
    assert retry(one_queue, key="ann") == {ann}


def test_the_oldest_first_and_no_more_than_asked(one_queue: Queue) -> None:
    ids = sorted(failed(one_queue) for _ in range(4))
    assert retry(one_queue, max_jobs=3) == set(ids[:3])
    assert retry(one_queue) == {ids[3]}


def test_only_failed_ones(one_queue: Queue) -> None:
    one_queue.cancel(one_queue.add_one())
    one_queue.complete(one_queue.claimed())
    assert retry(one_queue) == set()


def test_wakes_the_workers(one_queue: Queue, connect: Connect) -> None:
    failed(one_queue)
    listener = listening(connect)
    retry(one_queue)
    assert heard(listener, one_queue.connection) == ["ssml_jobs"]


def test_the_api_may(one_queue: Queue, connect: Connect) -> None:
    id = failed(one_queue)
    assert retry(one_queue.on(connect("mediaq_api"))) == {id}
