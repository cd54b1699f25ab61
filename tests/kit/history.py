"""The history checker: what producers were told and what handlers left, against the promises.

Producers note each enqueue as ok, fail or unknown under a unique key. Handlers leave an effect in a
table without a unique constraint, so that doubles show. A trigger notes each claim.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg

from mediaq.db import statements
from mediaq.queue.job import Done, Effect, Job
from tests.kit.connections import Connection
from tests.kit.rows import insert_analysis

QUEUE = "mediaq.ssml_jobs"
STATEMENT = "history.effect"
_INSERT = (
    "insert into public.effect (job_id, feedback_id, lease)"
    " values (%(job_id)s, %(feedback_id)s, %(lease)s)"
)
_ENQUEUE = "insert into mediaq.analysis_feedback (analysis_id, message) values (%s, %s)"
_SHORT = (
    "update mediaq.queues set lease = '2 seconds', max_crashes = 20, max_attempts = 20,"
    " backoff_base = '100 ms', backoff_cap = '300 ms'"
)
_PARTS = re.split(
    r"^-- name: (\w+)$", Path(__file__).with_suffix(".sql").read_text(), flags=re.MULTILINE
)
_SQL = dict(zip(_PARTS[1::2], _PARTS[2::2], strict=True))


def register() -> None:
    """Makes the effect a named statement of this process."""
    statements._all()[STATEMENT] = _INSERT


def unregister() -> None:
    """Takes it back, for the tests that look at all statements."""
    statements._all().pop(STATEMENT, None)


@contextmanager
def registered() -> Iterator[None]:
    """The named statement for as long as a test runs workers in its own process."""
    register()
    try:
        yield
    finally:
        unregister()


def effect(job: Job) -> Done:
    """The result of a handler: one effect that names its lease."""
    params = {
        "job_id": job.id,
        "feedback_id": job.payload["feedback_id"],
        "lease": job.lease,
    }
    return Done([Effect(STATEMENT, params)])


class History:
    """What producers have been told so far, in one database; its leases become short."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outcomes: dict[str, str] = {}
        self._lock = threading.Lock()
        connection.execute(_SHORT)
        connection.execute(_SQL["install"].encode())
        self._analysis: UUID = insert_analysis(connection)

    def enqueue(self, connection: Connection, count: int = 1) -> str:
        """Enqueues in one transaction on this connection; what its producer knows of it."""
        with self._lock:
            keys = [f"key {len(self._outcomes) + n}" for n in range(count)]
            self._outcomes |= dict.fromkeys(keys, "unknown")
        try:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(_ENQUEUE, [(self._analysis, key) for key in keys])
            outcome = "ok"
        except psycopg.Error as error:
            # The server said no, or nobody knows: the connection broke.
            outcome = "unknown" if connection.broken or not error.sqlstate else "fail"
        with self._lock:
            self._outcomes |= dict.fromkeys(keys, outcome)
        return outcome

    def __len__(self) -> int:
        return len(self._outcomes)

    def use(self, connection: Connection) -> None:
        """Looks through another connection from now on: the server was restarted."""
        self._connection = connection

    def ended(self) -> bool:
        """Whether every job has ended, and there are at least as many as were accepted."""
        query = (
            "select count(*), count(*) filter (where status in ('queued', 'processing'))"
            " from mediaq.ssml_jobs"
        )
        jobs, waiting = self._connection.execute(query).fetchall()[0]
        accepted = list(self._outcomes.values()).count("ok")
        return bool(jobs >= accepted and not waiting)

    def claims(self) -> int:
        """How many claims of single jobs there were."""
        query = "select coalesce(max(step), 0) from public.claimed"
        return int(self._connection.execute(query).fetchall()[0][0])

    def violations(self) -> list[tuple[str, str]]:
        """Each broken promise and the job or key that shows it."""
        with self._connection.cursor() as cursor:
            cursor.execute("truncate public.produced")
            rows = list(self._outcomes.items())
            cursor.executemany("insert into public.produced (key, outcome) values (%s, %s)", rows)
        return self._connection.execute(_SQL["check"].encode()).fetchall()

    def assert_kept(self) -> None:
        """Fails when a promise was broken."""
        assert self.violations() == []
