"""The server with a database for each system, and what every scenario does to them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from benchmarks.child import Child, children, install
from benchmarks.systems import WORKERS, Setting, System, Tables
from mediaq.db import embedded

Connection = psycopg.Connection[tuple[Any, ...]]
LOOK_SECONDS = 0.01


@dataclass
class Stage:
    """Where everything plays. `chosen` is the setting found best for each system."""

    pgdata: Path
    quick: bool
    chosen: dict[str, Setting] = field(default_factory=dict)

    def url(self, tables: Tables) -> str:
        """Of the system's database."""
        return embedded.url(self.pgdata, tables.database)

    @contextmanager
    def connection(self, tables: Tables) -> Iterator[Connection]:
        """To the system's database, in autocommit."""
        with psycopg.connect(self.url(tables), autocommit=True) as connection:
            yield connection

    def setting(self, system: System) -> Setting:
        """What the system's workers are started with."""
        return self.chosen.get(system.name, system.first)

    def set_up(self) -> None:
        """Makes the databases and lets each system make its schema."""
        done = set()
        for system in WORKERS:
            if system.tables.database not in done:
                done.add(system.tables.database)
                with psycopg.connect(embedded.url(self.pgdata, "postgres"), autocommit=True) as c:
                    name = sql.Identifier(system.tables.database)
                    c.execute(sql.SQL("create database {}").format(name))
                install(system.module, self.url(system.tables))

    def settle(self, tables: Tables) -> None:
        """Leaves no vacuum and no checkpoint to fall into the measurement."""
        with self.connection(tables) as connection:
            connection.execute("vacuum (analyze)")
            connection.execute("checkpoint")


@dataclass(frozen=True)
class Drained:
    """One measured drain: durable completions a second, worker CPU a job, the share of all
    processors that had nothing to do, handler marks."""

    rate: float
    cpu: float
    idle: float
    marks: list[float]


def drain(
    stage: Stage,
    system: System,
    *,
    jobs: int,
    workers: int = 1,
    limit: float,
    setting: Setting | None = None,
    tables: Tables | None = None,
    fresh: bool = True,
    **options: Any,
) -> Drained:
    """Queues the jobs, starts the workers, and counts what is durably completed until all is, or
    the limit is over. Refuses a result in which a job was completed but not handled."""
    tables = tables or system.tables
    given = {**(setting or stage.setting(system)), **options}
    with (
        stage.connection(tables) as connection,
        children(workers, system.module, "work", stage.url(tables), **given) as started,
    ):
        if fresh:
            connection.execute(tables.clear)
        connection.execute(tables.fill, [jobs])
        stage.settle(tables)
        before = _count(connection, tables.finished)
        began, idle = monotonic(), _idle_seconds()
        for one in started:
            one.tell("go")
        complete = until(connection, tables.drained, began + limit, started)
        seconds = monotonic() - began
        idle = (_idle_seconds() - idle) / (seconds * (os.cpu_count() or 1))
        durable = jobs if complete else _count(connection, tables.finished) - before
        for one in started:
            one.tell("stop")
        results = [one.result() for one in started]
        finished = _count(connection, tables.finished) - before
    handled = sum(result["handled"] for result in results)
    if handled < durable or (complete and finished != jobs):
        raise RuntimeError(f"{system.name}: {handled} handled, {finished} finished of {jobs}")
    cpu = sum(result["cpu"] for result in results) / max(handled, 1)
    return Drained(durable / seconds, cpu, idle, results[0]["marks"])


def _idle_seconds() -> float:
    """Since the machine started, all processors together."""
    return float(Path("/proc/uptime").read_text().split()[1])


def until(
    connection: Connection, query: LiteralString, deadline: float, started: list[Child]
) -> bool:
    """Whether the query became true in time."""
    while monotonic() < deadline:
        row = connection.execute(query).fetchone()
        if row and row[0]:
            return True
        for one in started:
            one.check()
        sleep(LOOK_SECONDS)
    return False


def _count(connection: Connection, query: LiteralString) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
