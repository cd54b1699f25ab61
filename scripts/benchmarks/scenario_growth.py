"""Growth: does a queue that keeps its finished rows become slower?"""

from typing import LiteralString

from benchmarks.report import Table, ratio, spread
from benchmarks.stage import Stage, drain
from benchmarks.systems import MEDIAQ, Tables, mediaq

HISTORY: LiteralString = """
  insert into mediaq.bench_old
    (status, attempts, progress, lease, started_at, completed_at)
  select 'completed', 1, 100, nextval('mediaq.lease_seq'), now(), now()
  from generate_series(1, %s)"""
OLD = Tables(
    MEDIAQ.database,
    "insert into mediaq.bench_old (args) select '{}' from generate_series(1, %s)",
    "",
    "select not exists (select from mediaq.bench_old where status = 'queued')"
    " and not exists (select from mediaq.bench_old where status = 'processing')",
    "select count(*) from mediaq.bench_old where status = 'completed'",
    "",
)


def run(stage: Stage) -> list[Table]:
    """The same drain on an empty table and on one with a history, in turn."""
    history, jobs, rounds = (200_000, 10_000, 3) if stage.quick else (1_000_000, 50_000, 4)
    with stage.connection(MEDIAQ) as connection:
        connection.execute("truncate mediaq.bench_old")
        connection.execute(HISTORY, [history])
    empty, full = [], []
    for _ in range(rounds):
        empty.append(drain(stage, mediaq, jobs=jobs, limit=10.0).rate)
        full.append(
            drain(
                stage,
                mediaq,
                jobs=jobs,
                limit=10.0,
                tables=OLD,
                fresh=False,
                queue="mediaq.bench_old",
            ).rate
        )
    table = Table(
        f"Growth: mediaq drains {jobs:,} jobs, one worker, rounds: {rounds}",
        ["queue table", "jobs/s", "it / empty"],
        [
            ["empty", spread(empty), "1.00"],
            [f"with {history:,} finished rows", spread(full), ratio(full, empty)],
        ],
        raw={"empty": empty, "full": full},
    )
    return [table]
