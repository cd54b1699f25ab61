"""The verbs as SQL on one connection, in one transaction per example that is rolled back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.kit.connections import Connection, column, value
from tests.kit.rows import insert_analysis, insert_feedback
from tests.model.state import BASE, CAP, LEASE, MAX_ATTEMPTS, MAX_CRASHES, RETENTION, Token

_JOBS = """
select id, 'ssml_jobs', feedback_id, status, priority, lease, lease_expires_at, attempts, crashes,
  progress, completed_at, run_at from mediaq.ssml_jobs
union all
select id, 'audio_jobs', feedback_id, status, priority, lease, lease_expires_at, attempts, crashes,
  progress, completed_at, run_at from mediaq.audio_jobs
"""


class Verbs:
    """One example's database: what it does is undone by `close`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.execute("begin")
        connection.execute(
            "update mediaq.queues set lease = %s, max_attempts = %s, max_crashes = %s,"
            " backoff_base = %s, backoff_cap = %s, retention = %s, paused_at = null",
            [LEASE, MAX_ATTEMPTS, MAX_CRASHES, BASE, CAP, RETENTION],
        )
        self.start: datetime = value(connection, "select now()")
        self._analysis = insert_analysis(connection)

    def close(self) -> None:
        """Undoes the example."""
        self._connection.execute("rollback")

    def clock(self, now: datetime) -> None:
        """Sets the database's time."""
        self._connection.execute("select set_config('mediaq.now', %s, true)", [now.isoformat()])

    def add(self) -> int:
        """A finding, whose SSML job comes by trigger."""
        return insert_feedback(self._connection, analysis_id=self._analysis)

    def rewrite(self, feedback: int) -> None:
        """Another message for a finding."""
        query = "update mediaq.analysis_feedback set message = message || '!' where id = %s"
        self._connection.execute(query, [feedback])

    def job_of(self, queue: str, feedback: int) -> UUID:
        """The one job of a finding in a queue."""
        jobs = [row[0] for row in self._connection.execute(_JOBS) if row[1:3] == (queue, feedback)]
        assert len(jobs) == 1, f"{queue} has {len(jobs)} jobs of one finding"
        found: UUID = jobs[0]
        return found

    def plan(self, id: UUID, priority: int, run_at: datetime) -> None:
        """Changes the order of a waiting SSML job."""
        query = "update mediaq.ssml_jobs set priority = %s, run_at = %s where id = %s"
        self._connection.execute(query, [priority, run_at, id])

    def claim(self, queue: str, max_jobs: int) -> list[tuple[Token, int, dict[str, Any]]]:
        """Tokens with attempt and payload."""
        rows = self._connection.execute(
            "select id, lease, attempt, payload from mediaq.claim(%s, %s, %s)",
            [f"mediaq.{queue}", uuid4(), max_jobs],
        )
        return [(Token(queue, row[0], row[1]), row[2], row[3]) for row in rows]

    def heartbeat(self, queue: str, tokens: Sequence[Token], progress: int) -> set[UUID]:
        """The jobs whose lease was extended."""
        ids, leases = _split(tokens)
        query = "select mediaq.heartbeat(%s, %s::uuid[], %s::bigint[], %s::int[])"
        given = [f"mediaq.{queue}", ids, leases, [progress] * len(ids)]
        return set(column(self._connection, query, *given))

    def complete(self, queue: str, tokens: Sequence[Token]) -> dict[Token, str]:
        """Each token's outcome."""
        rows = self._connection.execute(
            "select id, lease, outcome from mediaq.complete(%s, %s::uuid[], %s::bigint[])",
            [f"mediaq.{queue}", *_split(tokens)],
        )
        return {Token(queue, id, lease): outcome for id, lease, outcome in rows}

    def fail(self, token: Token, permanent: bool, delay: timedelta | None) -> str:
        """The outcome of a reported error."""
        query = "select mediaq.fail(%s, %s, %s, 'it broke', 'broken', %s, %s)"
        given = [f"mediaq.{token.queue}", token.id, token.lease, permanent, delay]
        return str(value(self._connection, query, *given))

    def release(self, queue: str, tokens: Sequence[Token]) -> set[UUID]:
        """The jobs given back."""
        query = "select mediaq.release(%s, %s::uuid[], %s::bigint[])"
        return set(column(self._connection, query, f"mediaq.{queue}", *_split(tokens)))

    def cancel(self, queue: str, ids: Sequence[UUID]) -> dict[UUID, str]:
        """Each id's outcome."""
        query = "select id, outcome from mediaq.cancel(%s, %s::uuid[])"
        return dict(self._connection.execute(query, [f"mediaq.{queue}", list(ids)]).fetchall())

    def retry(self, queue: str, ids: Sequence[UUID] | None) -> set[UUID]:
        """The jobs put back."""
        query = "select mediaq.retry(%s, %s::uuid[])"
        given = None if ids is None else list(ids)
        return set(column(self._connection, query, f"mediaq.{queue}", given))

    def rescue(self, queue: str) -> tuple[int, int]:
        """How many were requeued and how many failed."""
        query = "select rescued, failed from mediaq.rescue(%s)"
        (row,) = self._connection.execute(query, [f"mediaq.{queue}"]).fetchall()
        return row[0], row[1]

    def prune(self, queue: str) -> int:
        """How many were deleted."""
        return int(value(self._connection, "select mediaq.prune(%s)", f"mediaq.{queue}"))

    def pause(self, queue: str, on: bool) -> None:
        """Pauses or resumes."""
        query = "select mediaq.pause(%s)" if on else "select mediaq.resume(%s)"
        self._connection.execute(query, [f"mediaq.{queue}"])

    def jobs(self) -> dict[UUID, tuple[Any, ...]]:
        """Every job as it stands."""
        return {row[0]: row[1:] for row in self._connection.execute(_JOBS)}

    def feedback(self) -> dict[int, tuple[str, str]]:
        """The two statuses of every finding."""
        query = "select id, ssml_status, audio_status from mediaq.analysis_feedback"
        return {row[0]: (row[1], row[2]) for row in self._connection.execute(query)}

    def history(self) -> dict[UUID, list[tuple[int, str]]]:
        """Every attempt that ended badly."""
        found: dict[UUID, list[tuple[int, str]]] = {}
        query = "select job_id, attempt, kind from mediaq.job_errors order by id"
        for job, attempt, kind in self._connection.execute(query):
            found.setdefault(job, []).append((attempt, kind))
        return found


def _split(tokens: Sequence[Token]) -> tuple[list[UUID], list[int]]:
    return [t.id for t in tokens], [t.lease for t in tokens]
