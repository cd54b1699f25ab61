"""What tests of deliveries say to the database, and ask of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from mediaq.webhooks.secret import signing_secret
from tests.kit.connections import Connection
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis

MASTER = "a-master-secret-of-tests-long-enough"
Work = Callable[..., None]


def end(connection: Connection, url: str, **columns: Any) -> UUID:
    """An analysis that was completed; its webhook waits."""
    id = insert_analysis(connection, callback_url=url, **columns)
    analyses = Queue(connection, "analysis")
    analyses.complete(analyses.take())
    return id


def attempts_at_once(connection: Connection, most: int) -> None:
    """So many attempts, no pause to speak of between them: a drain takes them all."""
    connection.execute(
        "update mediaq.queues set backoff_base = '1 microsecond', backoff_cap = '1 microsecond',"
        " max_attempts = %s where queue = 'mediaq.webhook_jobs'::regclass",
        [most],
    )


def log(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "select attempt, response_status, error_code from mediaq.webhook_attempts order by id"
    ).fetchall()


def job(connection: Connection) -> tuple[Any, ...]:
    rows = connection.execute(
        "select status, attempts, response_status, error_code from mediaq.webhook_jobs"
    ).fetchall()
    assert len(rows) == 1
    return rows[0]


def secret(owner: str = "local", version: int = 1) -> str:
    return signing_secret(MASTER.encode(), owner, version)
