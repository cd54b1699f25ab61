"""Enqueue by trigger: an upload row becomes an analysis row, beside bare tables that do the same.

The bare tables have the same columns, constraints, indexes and foreign key, and a statement
trigger that only inserts. mediaq's own also keep the asset's `analysis_status`, watch for
duplicates, and wake workers.
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from time import monotonic, sleep
from typing import LiteralString

import psycopg

from benchmarks.child import Child, child
from benchmarks.report import Table, ratio, spread
from benchmarks.stage import Stage
from benchmarks.systems import MEDIAQ, mediaq
from mediaq.db import embedded

BARE: LiteralString = """
  create schema if not exists bare;
  create table bare.media_assets (like mediaq.media_assets including all);
  create table bare.analysis (like mediaq.analysis including all,
    foreign key (asset_id) references bare.media_assets (id) on delete cascade);
  alter table bare.analysis set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
  create function bare.asset_inserted() returns trigger language plpgsql as $$
  begin
    insert into bare.analysis (asset_id, owner, kickoff)
    select id, owner, 'auto' from new_rows where upload_status = 'completed';
    return null;
  end $$;
  create trigger asset_inserted after insert on bare.media_assets
  referencing new table as new_rows for each statement execute function bare.asset_inserted();"""
COLUMNS: LiteralString = "(filename, storage_path, upload_status)"
VALUES: LiteralString = "'clip.mp4', 'inbox/clip.mp4', 'completed'"
INTO: dict[str, LiteralString] = {
    "bare": "insert into bare.media_assets " + COLUMNS,
    "mediaq": "insert into mediaq.media_assets " + COLUMNS,
}
SOURCE: LiteralString = "select 'clip.mp4', 'inbox/clip.mp4', 'completed' from generate_series"
MANY: dict[str, LiteralString] = {
    schema: into + " " + SOURCE + "(1, %s)" for schema, into in INTO.items()
}
CLEAR: LiteralString = "truncate mediaq.media_assets, bare.media_assets cascade"
LINES = {
    "bare tables, no NOTIFY": ("bare", "none"),
    "mediaq, no worker": ("mediaq", "none"),
    "mediaq, worker busy": ("mediaq", "busy"),
    "mediaq, worker idle": ("mediaq", "idle"),
}


def run(stage: Stage) -> list[Table]:
    """Eight clients with one row each, and all rows in one statement."""
    with stage.connection(MEDIAQ) as connection:
        connection.execute(BARE)
    seconds, bulk = (1.0, 5_000) if stage.quick else (3.0, 100_000)
    singles = _measure(stage, "8 clients (pgbench), a row a transaction", "pgbench", seconds)
    many = _measure(stage, f"{bulk:,} rows in one statement", "bulk", bulk)
    singles.notes.append(
        "`busy`: a worker listens and has no place left. `idle`: a worker with a no-op handler"
        " wakes up and works the rows while they come, on the same cores."
    )
    many.notes.append(
        "A statement is given up after 20 s; a rate of a twentieth of the rows means that."
    )
    return [singles, many]


def _measure(stage: Stage, name: str, how: str, amount: float) -> Table:
    rounds = 1 if stage.quick else 2
    found: dict[str, list[float]] = {line: [] for line in LINES}
    for _ in range(rounds):
        for line, (schema, state) in LINES.items():
            with stage.connection(MEDIAQ) as connection:
                connection.execute(CLEAR)
            with _worker(stage, state):
                one = _pgbench if how == "pgbench" else _bulk
                found[line].append(one(stage, schema, amount))
    table = Table(f"Upload row to analysis row: {name}", ["producer", "rows/s", "it / bare"])
    bare = found["bare tables, no NOTIFY"]
    table.rows = [[line, spread(rates), ratio(rates, bare)] for line, rates in found.items()]
    table.raw = found
    return table


@contextmanager
def _worker(stage: Stage, state: str) -> Iterator[None]:
    """A worker on the queue `analysis`: none, one without a place left, or one without work."""
    options = {"queue": "mediaq.analysis", "concurrency": 1 if state == "busy" else 100}
    if state == "busy":
        # The worker needs something to be busy with.
        with stage.connection(MEDIAQ) as connection:
            connection.execute(INTO["mediaq"] + " values (" + VALUES + ")")
    url, busy = stage.url(MEDIAQ), state == "busy"
    running: AbstractContextManager[Child | None] = nullcontext()
    if state != "none":
        running = child(mediaq.module, "work", url, busy=busy, **options)
    stage.settle(MEDIAQ)
    with running as worker:
        if worker:
            worker.tell("go")
            sleep(0.5)
        yield
        if worker:
            worker.tell("stop")
            worker.result()


def _pgbench(stage: Stage, schema: str, seconds: float) -> float:
    script = stage.pgdata.parent / f"{schema}.sql"
    script.write_text(f"{INTO[schema]} values ({VALUES});\n")
    program = [str(embedded.binaries() / "pgbench"), "-n", "-M", "prepared", "-c", "8", "-j", "2"]
    done = subprocess.run(
        [*program, "-T", f"{seconds:.0f}", "-f", str(script), stage.url(MEDIAQ)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(done.stderr)
    return float(found[1])


def _bulk(stage: Stage, schema: str, rows: float) -> float:
    with stage.connection(MEDIAQ) as connection:
        connection.execute("set statement_timeout = '20s'")
        began = monotonic()
        with suppress(psycopg.errors.QueryCanceled):
            connection.execute(MANY[schema], [int(rows)])
        return rows / (monotonic() - began)
