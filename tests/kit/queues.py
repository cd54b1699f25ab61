"""Every queue behind one face: makes its jobs and calls its verbs."""

from datetime import timedelta
from typing import Any, LiteralString, NamedTuple
from uuid import UUID, uuid4

from psycopg import sql
from psycopg.rows import dict_row

from tests.kit.connections import Connection, column, value

# How a job of each queue comes to be: the rows it stands on, the columns it demands, their values.
_ASSET: LiteralString = """
  with asset as (
    insert into mediaq.media_assets (filename)
    select 'clip.mp4' from generate_series(1, %(count)s) returning id
  )"""
_ANALYSIS: LiteralString = """
  , parent as (insert into mediaq.analysis (asset_id) select id from asset returning id)"""
_FEEDBACK: LiteralString = """
  , feedback as (
    insert into mediaq.analysis_feedback (analysis_id) select id from parent returning id
  )"""
_MAKERS: dict[str, tuple[LiteralString, LiteralString, LiteralString]] = {
    "analysis": (_ASSET, "asset_id", "id from asset"),
    "ssml_jobs": (_ASSET + _ANALYSIS + _FEEDBACK, "feedback_id", "id from feedback"),
    "audio_jobs": (_ASSET + _ANALYSIS + _FEEDBACK, "feedback_id", "id from feedback"),
    "provider_submissions": (
        "",
        "operation_type",
        "'asset_analysis' from generate_series(1, %(count)s)",
    ),
    "webhook_jobs": (
        _ASSET + _ANALYSIS,
        "analysis_id, event, url",
        "id, 'analysis.completed', 'https://example.org/hook' from parent",
    ),
}
QUEUES = tuple(_MAKERS)


class Job(NamedTuple):
    """What a claim hands out."""

    id: UUID
    lease: int
    attempt: int
    payload: dict[str, Any]


class Queue:
    """The verbs of one queue, on one connection, for one worker."""

    def __init__(self, connection: Connection, name: str = "ssml_jobs") -> None:
        self.connection, self.name, self.table = connection, name, f"mediaq.{name}"
        self.worker = uuid4()

    def on(self, connection: Connection) -> "Queue":
        """The same queue, seen by another worker."""
        return Queue(connection, self.name)

    def add(self, count: int = 1, **columns: Any) -> list[UUID]:
        """Inserts jobs in one statement; their ids in claim order. No message, so no trigger."""
        before, names, values = _MAKERS[self.name]
        query = sql.SQL("{} insert into {} ({}) select {} returning id").format(
            sql.SQL(before),
            self._identifier(),
            sql.SQL(", ").join([*map(sql.Identifier, columns), sql.SQL(names)]),
            sql.SQL(", ").join([*map(sql.Placeholder, columns), sql.SQL(values)]),
        )
        return sorted(row[0] for row in self.connection.execute(query, {"count": count, **columns}))

    def add_one(self, **columns: Any) -> UUID:
        """Inserts a single job."""
        return self.add(1, **columns)[0]

    def claim(self, max_jobs: int = 1) -> list[Job]:
        """Claims in the name of this worker."""
        rows = self.connection.execute(
            "select id, lease, attempt, payload from mediaq.claim(%s, %s, %s)",
            [self.table, self.worker, max_jobs],
        )
        return [Job(*row) for row in rows]

    def take(self) -> Job:
        """Claims the one job that is due."""
        (job,) = self.claim()
        return job

    def claimed(self, **columns: Any) -> Job:
        """A new job, claimed."""
        self.add(1, **columns)
        return self.take()

    def heartbeat(self, *jobs: Job, progress: int = 0) -> set[UUID]:
        """The jobs whose lease was extended."""
        ids, leases = [j.id for j in jobs], [j.lease for j in jobs]
        return set(
            column(
                self.connection,
                "select mediaq.heartbeat(%s, %s, %s, %s)",
                *(self.table, ids, leases, [progress] * len(jobs)),
            )
        )

    def complete(self, *jobs: Job) -> list[str]:
        """Each job's outcome, in the order asked."""
        rows = self.connection.execute(
            "select id, outcome from mediaq.complete(%s, %s, %s)",
            [self.table, [j.id for j in jobs], [j.lease for j in jobs]],
        )
        outcomes: dict[UUID, str] = dict(rows.fetchall())
        return [outcomes[job.id] for job in jobs]

    def fail(self, job: Job, *, permanent: bool = False, delay: float | None = None) -> str:
        """Reports an error; the outcome."""
        after = None if delay is None else timedelta(seconds=delay)
        answer: str = value(
            self.connection,
            "select mediaq.fail(%s, %s, %s, 'it broke', 'broken', %s, %s)",
            *(self.table, job.id, job.lease, permanent, after),
        )
        return answer

    def release(self, *jobs: Job) -> set[UUID]:
        """The jobs that were given back."""
        query: LiteralString = "select mediaq.release(%s, %s, %s)"
        ids, leases = [j.id for j in jobs], [j.lease for j in jobs]
        return set(column(self.connection, query, self.table, ids, leases))

    def rescue(self) -> tuple[int, int]:
        """How many lapsed jobs went back to the queue, and how many failed."""
        rows = self.connection.execute(
            "select rescued, failed from mediaq.rescue(%s)", [self.table]
        ).fetchall()
        rescued, failed = rows[0]
        return rescued, failed

    def cancel(self, *ids: UUID) -> dict[UUID, str]:
        """Each id's outcome."""
        rows = self.connection.execute(
            "select id, outcome from mediaq.cancel(%s, %s)", [self.table, list(ids)]
        )
        return dict(rows.fetchall())

    def retry(self, *ids: UUID) -> set[UUID]:
        """The jobs put back; all failed ones when none is named."""
        given = list(ids) or None
        return set(column(self.connection, "select mediaq.retry(%s, %s)", self.table, given))

    def prune(self, max_rows: int = 1000) -> int:
        """How many finished jobs were deleted."""
        found: int = value(self.connection, "select mediaq.prune(%s, %s)", self.table, max_rows)
        return found

    def configure(self, **settings: Any) -> None:
        """Changes how the queue is run."""
        assignments = [
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name))
            for name in settings
        ]
        self.connection.execute(
            sql.SQL("update mediaq.queues set {} where queue = %(queue)s::regclass").format(
                sql.SQL(", ").join(assignments)
            ),
            {"queue": self.table, **settings},
        )

    def limit(self, **limits: Any) -> None:
        """Sets the queue's limits; 0 lifts one."""
        named = [
            sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name))
            for name in limits
        ]
        self.connection.execute(
            sql.SQL("select mediaq.limit_queue({})").format(
                sql.SQL(", ").join([sql.SQL("%(table)s"), *named])
            ),
            {"table": self.table, **limits},
        )

    def row(self, id: UUID) -> dict[str, Any]:
        """A job as it stands."""
        query = sql.SQL("select * from {} where id = %s").format(self._identifier())
        with self.connection.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(query, [id]).fetchone()
        assert found is not None, f"there is no job {id}"
        return found

    def set(self, id: UUID, **columns: Any) -> None:
        """Changes a row by hand, as no role but the owner may."""
        assignments = [
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name))
            for name in columns
        ]
        query = sql.SQL("update {} set {} where id = %(job)s").format(
            self._identifier(), sql.SQL(", ").join(assignments)
        )
        self.connection.execute(query, {"job": id, **columns})

    def count(self, status: str = "queued") -> int:
        """How many jobs are in a status."""
        query = sql.SQL("select count(*) from {} where status = %s").format(self._identifier())
        rows = self.connection.execute(query, [status]).fetchall()
        found: int = rows[0][0]
        return found

    def _identifier(self) -> sql.Identifier:
        return sql.Identifier("mediaq", self.name)
