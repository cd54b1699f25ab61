"""The systems: their processes, their settings, and the few statements that the harness needs.

Jobs to be drained are inserted by plain SQL, each row as the system's own API would have made it.
`drained` looks at the newest job first, so that asking costs nothing while there is work.
"""

from dataclasses import dataclass, field
from typing import Any, LiteralString

Setting = dict[str, Any]


@dataclass(frozen=True)
class Tables:
    """A schema, in statements. `fill` takes the number of jobs."""

    database: LiteralString
    fill: LiteralString
    one: LiteralString
    drained: LiteralString
    finished: LiteralString
    clear: LiteralString


@dataclass(frozen=True)
class System:
    """One line of the tables: a program with options fixed, and settings to choose from."""

    name: str
    module: str
    tables: Tables
    settings: tuple[Setting, ...]
    fixed: Setting = field(default_factory=dict)

    @property
    def first(self) -> Setting:
        """The setting known as the best: used where settings are not tried."""
        return {**self.fixed, **self.settings[0]}


MEDIAQ = Tables(
    "bench_mediaq",
    "insert into mediaq.bench_jobs (args) select '{}' from generate_series(1, %s)",
    "insert into mediaq.bench_jobs default values",
    "select case when (select status from mediaq.bench_jobs order by id desc limit 1)"
    " <> 'completed' then false else"
    " not exists (select from mediaq.bench_jobs where status = 'queued')"
    " and not exists (select from mediaq.bench_jobs where status = 'processing') end",
    "select count(*) from mediaq.bench_jobs where status = 'completed'",
    "truncate mediaq.bench_jobs",
)
PROCRASTINATE = Tables(
    "bench_procrastinate",
    "insert into procrastinate_jobs (queue_name, task_name, args)"
    " select 'bench', 'bench', '{}' from generate_series(1, %s)",
    "insert into procrastinate_jobs (queue_name, task_name, args) values ('bench', 'bench', '{}')",
    "select case when (select status from procrastinate_jobs order by id desc limit 1)"
    " <> 'succeeded' then false else"
    " not exists (select from procrastinate_jobs where status in ('todo', 'doing')) end",
    "select count(*) from procrastinate_jobs where status = 'succeeded'",
    "truncate procrastinate_jobs cascade",
)
_PGQUEUER_FILL: LiteralString = (
    "with job as (insert into pgqueuer (priority, entrypoint, status, execute_after)"
    " select 0, 'bench', 'queued', now() from generate_series(1, %s) returning id)"
    " insert into pgqueuer_log (job_id, status, entrypoint, priority)"
    " select id, 'queued', 'bench', 0 from job"
)
PGQUEUER = Tables(
    "bench_pgqueuer",
    _PGQUEUER_FILL,
    _PGQUEUER_FILL.replace("%s", "1"),
    "select (select id from pgqueuer order by id desc limit 1) is null"
    " and not exists (select from pgqueuer)",
    "select count(distinct job_id) from pgqueuer_log where status = 'successful'",
    "truncate pgqueuer, pgqueuer_log, pgqueuer_statistics",
)
_CHANCY_FILL: LiteralString = (
    "insert into chancy_jobs (id, queue, func, kwargs, limits, meta, priority, max_attempts,"
    " scheduled_at) select uuidv7(), 'bench', 'benchmarks.peer_chancy.noop', '{}', '[]', '{}',"
    " 0, 1, now() from generate_series(1, %s)"
)
CHANCY = Tables(
    "bench_chancy",
    _CHANCY_FILL,
    "with job as (" + _CHANCY_FILL.replace("%s", "1") + ") select"
    ' pg_notify(\'chancy_events\', \'{"t": "queue.pushed", "q": "bench"}\')',
    "select case when (select state from chancy_jobs order by id desc limit 1)"
    " <> 'succeeded' then false else"
    " not exists (select from chancy_jobs where state in ('pending', 'running')) end",
    "select count(*) from chancy_jobs where state = 'succeeded'",
    "truncate chancy_jobs",
)
MINIMAL = Tables(
    "bench_minimal",
    "insert into queue (args) select '{}' from generate_series(1, %s)",
    "with job as (insert into queue default values) select pg_notify('queue', '')",
    "select case when (select status from queue order by id desc limit 1)"
    " <> 'completed' then false else"
    " not exists (select from queue where status <> 'completed') end",
    "select count(*) from queue where status = 'completed'",
    "truncate queue",
)


def _settings(name: str, *values: Any, **others: Any) -> tuple[Setting, ...]:
    return tuple({name: value, **others} for value in values)


mediaq = System(
    "mediaq", "peer_mediaq", MEDIAQ, _settings("concurrency", 1000, 400, 100, uvloop=True)
)
procrastinate = System(
    "Procrastinate",
    "peer_procrastinate",
    PROCRASTINATE,
    ({"concurrency": 4, "pool": 4}, {"concurrency": 1, "pool": 2}, {"concurrency": 30, "pool": 8}),
)
pgqueuer_psycopg = System(
    "PGQueuer (psycopg)",
    "peer_pgqueuer",
    PGQUEUER,
    (*_settings("batch", 1000, 100), {"batch": 300, "uvloop": True}),
    {"driver": "psycopg"},
)
pgqueuer_asyncpg = System(
    "PGQueuer (asyncpg)",
    "peer_pgqueuer",
    PGQUEUER,
    _settings("batch", 1000, 300, 100, uvloop=True),
    {"driver": "asyncpg"},
)
chancy = System(
    "Chancy",
    "peer_chancy",
    CHANCY,
    (
        {"concurrency": 1000, "flush": 0.02},
        {"concurrency": 1000, "flush": 0.2, "uvloop": True},
        {"concurrency": 300, "flush": 0.02},
    ),
)
by_hand_100 = System("by hand, batch 100", "peer_minimal", MINIMAL, ({"batch": 100},))
by_hand_1000 = System("by hand, batch 1,000", "peer_minimal", MINIMAL, ({"batch": 1000},))
by_hand_fused = System(
    "by hand, fused, batch 1,000", "peer_minimal", MINIMAL, ({"batch": 1000, "fused": True},)
)

PROGRAMS = (mediaq, procrastinate, pgqueuer_psycopg, pgqueuer_asyncpg, chancy)
WORKERS = (*PROGRAMS, by_hand_100, by_hand_1000, by_hand_fused)
