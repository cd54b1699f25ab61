"""Pinned xmin: an idle old transaction keeps every dead row version in the way of the claims."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, LiteralString
from uuid import uuid4

import psycopg

from benchmarks.child import children
from benchmarks.report import Table, number, spread
from benchmarks.stage import Connection, Stage, until
from benchmarks.systems import MEDIAQ, System, Tables, by_hand_fused, mediaq

LIMIT = 120.0
CLAIM: LiteralString = (
    "explain (analyze, buffers, format json)"
    " select * from mediaq.claim('mediaq.bench_jobs', %s, 10)"
)
PAGES: LiteralString = (
    "select sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)::bigint"
    " from pg_statio_user_tables where relname in ('bench_jobs', 'queue')"
)


@dataclass(frozen=True)
class Tenths:
    """Handled jobs a second at both ends, pages of the table and its indexes touched for a job."""

    first: float
    last: float
    pages: float


def run(stage: Stage) -> list[Table]:
    """First and last tenth of a long drain, with and without the old transaction."""
    jobs, rounds = (20_000, 1) if stage.quick else (100_000, 3)
    found: dict[tuple[str, str], list[Tenths]] = {}
    for _ in range(rounds):
        for system in (mediaq, by_hand_fused):
            for xmin in ("free", "pinned"):
                one = _tenths(stage, system, jobs, pinned=xmin == "pinned")
                found.setdefault((system.name, xmin), []).append(one)
    table = Table(
        f"Pinned xmin: {jobs:,} jobs, one worker, rounds: {rounds}",
        ["system", "xmin", "first tenth, jobs/s", "last tenth", "last / first", "pages/job"],
    )
    for (name, xmin), all_ in found.items():
        cells = [[t.first for t in all_], [t.last for t in all_], [t.last / t.first for t in all_]]
        table.rows.append([name, xmin, *map(spread, cells), number(max(t.pages for t in all_))])
        table.raw[f"{name}, {xmin}"] = [vars(t) for t in all_]
    return [table, _buffers(stage, jobs)]


@contextmanager
def _xmin(stage: Stage, tables: Tables, *, pinned: bool) -> Iterator[None]:
    with psycopg.connect(stage.url(tables), autocommit=True) as connection:
        if pinned:
            connection.execute("begin isolation level repeatable read")
            connection.execute("select 1 from pg_class limit 1")
        yield


def _tenths(stage: Stage, system: System, jobs: int, *, pinned: bool, spare: int = 0) -> Tenths:
    every, tables = jobs // 100, system.tables
    setting = {**stage.setting(system), "every": every}
    with stage.connection(tables) as connection:
        connection.execute(tables.clear)
        connection.execute(tables.fill, [jobs])
        stage.settle(tables)
        before = _pages(connection)
        with (
            _xmin(stage, tables, pinned=pinned),
            children(1, system.module, "work", stage.url(tables), **setting) as (worker,),
        ):
            worker.tell("go")
            until(connection, tables.drained, monotonic() + LIMIT, [worker])
            worker.tell("stop")
            marks = worker.result()["marks"]
        # A worker's statistics are complete when it has disconnected.
        pages = (_pages(connection) - before) / jobs
    if len(marks) != 100:
        raise RuntimeError(f"{system.name}: {len(marks)} hundredths of the jobs were handled")
    return Tenths(9 * every / (marks[9] - marks[0]), 9 * every / (marks[99] - marks[90]), pages)


def _pages(connection: Connection) -> int:
    row = connection.execute(PAGES).fetchone()
    return int(row[0]) if row else 0


def _buffers(stage: Stage, jobs: int) -> Table:
    """One claim of ten without any memory of earlier claims, before and after the drain."""
    table = Table(
        f"Buffers of one fresh claim of 10, {jobs:,} jobs",
        ["xmin", "at the beginning", "when all others are done"],
    )
    for xmin in ("free", "pinned"):
        with (
            stage.connection(MEDIAQ) as connection,
            _xmin(stage, MEDIAQ, pinned=xmin == "pinned"),
        ):
            connection.execute(MEDIAQ.clear)
            connection.execute(MEDIAQ.fill, [jobs])
            stage.settle(MEDIAQ)
            first = _claim(connection)
            _finish(connection)
            if xmin == "free":
                stage.settle(MEDIAQ)
            last = _claim(connection)
        table.rows.append([xmin, str(first), str(last)])
        table.raw[xmin] = [first, last]
    table.notes.append(
        "EXPLAIN (ANALYZE, BUFFERS) over `mediaq.claim`, statements inside it included, rolled"
        " back. What a running worker reads is `pages/job` above."
    )
    return table


def _finish(connection: Connection) -> None:
    """Works off all but the last ten jobs, as a worker would, a thousand at a time."""
    complete: LiteralString = (
        "select count(*) from (select array_agg(id) ids, array_agg(lease) leases"
        " from mediaq.claim('mediaq.bench_jobs', %s, 1000)) taken,"
        " mediaq.complete('mediaq.bench_jobs', taken.ids, taken.leases)"
    )
    connection.execute(
        "insert into mediaq.bench_jobs (run_at) select mediaq.now() + interval '1 second'"
        " from generate_series(1, 10)"
    )
    worker = uuid4()
    while (row := connection.execute(complete, [worker]).fetchone()) and row[0] >= 1000:
        pass
    connection.execute("select pg_sleep(1)")


def _claim(connection: Connection) -> int:
    # The first calls of a session also read the catalogue.
    for _ in range(3):
        connection.execute("begin")
        row = connection.execute(CLAIM, [uuid4()]).fetchone()
        connection.execute("rollback")
    plan: dict[str, Any] = row[0][0]["Plan"] if row else {}
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])
