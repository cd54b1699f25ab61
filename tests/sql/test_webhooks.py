"""What the database keeps of deliveries: attempts by their lease, receivers that are gone, one
delivery for each end."""

from typing import Any

import pytest

from tests.kit.connections import Connection, advance, column, value
from tests.kit.queues import Job, Queue
from tests.kit.rows import insert_analysis

pytestmark = pytest.mark.sql

HOOK = "https://example.org/hook"


def end(connection: Connection, url: str = HOOK, **columns: Any) -> None:
    """An analysis ends that is to be told."""
    Queue(connection, "analysis").cancel(insert_analysis(connection, callback_url=url, **columns))


def note(
    connection: Connection, job: Job, status: int | None, retry_after: float | None = None
) -> tuple[Any, ...]:
    """What `webhook_attempted` answers."""
    query = "select * from mediaq.webhook_attempted(%s, %s, %s, 'code', 'error', 'x', 1, %s)"
    rows = connection.execute(query, [job.id, job.lease, status, retry_after]).fetchall()
    (answer,) = rows
    return answer


def attempts(connection: Connection) -> list[int]:
    return column(connection, "select attempt from mediaq.webhook_attempts order by id")


def test_who_lost_the_lease_notes_nothing(connection: Connection) -> None:
    end(connection)
    queue = Queue(connection, "webhook_jobs")
    lost = queue.take()
    queue.release(lost)
    current = queue.take()
    assert note(connection, lost, 410) == ("lost", None)
    assert attempts(connection) == []
    assert column(connection, "select url from mediaq.webhook_disabled") == []
    assert note(connection, current, 500) == ("done", None)
    queue.fail(current)
    assert note(connection, current, 500) == ("lost", None)
    assert attempts(connection) == [1]


@pytest.mark.parametrize(
    ("asked", "least", "most"), [(0.0, 2.5, 5.0), (60.0, 60.0, 60.0), (1e9, 21600.0, 21600.0)]
)
def test_a_named_wait_is_kept_within_bounds(
    connection: Connection, asked: float, least: float, most: float
) -> None:
    end(connection)
    outcome, delay = note(connection, Queue(connection, "webhook_jobs").take(), 429, asked)
    assert outcome == "done"
    assert least <= delay <= most


def test_gone_is_for_one_owner_and_one_url(connection: Connection) -> None:
    end(connection, owner="ann")
    job = Queue(connection, "webhook_jobs").take()
    for _ in range(2):
        note(connection, job, 410)
    query = "select owner, url from mediaq.webhook_disabled"
    assert connection.execute(query).fetchall() == [("ann", HOOK)]
    end(connection, "https://example.org/other", owner="ann")
    end(connection, owner="bob")
    others = column(connection, "select id from mediaq.webhook_jobs where owner = 'bob'")
    others += column(connection, "select id from mediaq.webhook_jobs where url <> %s", HOOK)
    for other in others:
        value(connection, "select mediaq.redeliver(array[%s::uuid])", other)
    assert connection.execute(query).fetchall() == [("ann", HOOK)]
    Queue(connection, "webhook_jobs").fail(job, permanent=True)
    value(connection, "select mediaq.redeliver(array[%s::uuid])", job.id)
    assert connection.execute(query).fetchall() == []


def test_every_end_has_its_delivery_even_in_one_moment(connection: Connection) -> None:
    advance(connection)
    analyses = Queue(connection, "analysis")
    id = insert_analysis(connection, callback_url=HOOK, tag="first", owner="ann", key="tenant")
    with connection.transaction():
        for _ in range(3):
            analyses.cancel(id)
            analyses.cancel(id)
            analyses.retry(id)
    job = analyses.take()
    analyses.heartbeat(job, progress=50)
    analyses.fail(job)
    connection.execute("update mediaq.analysis set tag = 'second', run_at = mediaq.now()")
    analyses.fail(analyses.take(), permanent=True)
    rows = connection.execute(
        "select event, owner, key, data ->> 'tag', data ->> 'error_code' from mediaq.webhook_jobs"
        " order by id"
    ).fetchall()
    canceled = ("analysis.canceled", "ann", "tenant", "first", None)
    failed = ("analysis.failed", "ann", "tenant", "second", "broken")
    assert rows == [canceled, canceled, canceled, failed]


def test_the_log_goes_with_the_delivery(connection: Connection) -> None:
    end(connection)
    queue = Queue(connection, "webhook_jobs")
    job = queue.take()
    note(connection, job, 204)
    queue.complete(job)
    advance(connection, "29 days")
    assert (queue.prune(), attempts(connection)) == (0, [1])
    advance(connection, "2 days")
    assert (queue.prune(), attempts(connection)) == (1, [])
