"""Pickup: from just before COMMIT of an enqueue to the start of the handler, everything idle."""

import random
from time import monotonic, sleep

from benchmarks.child import Child, child
from benchmarks.report import Table, percentile, ratio
from benchmarks.stage import Connection, Stage
from benchmarks.systems import MINIMAL, PROGRAMS, System, Tables

BLOCKING = System("by hand, blocking", "peer_minimal", MINIMAL, ({"batch": 1},))
IN_LOOP = System("by hand, event loop", "peer_minimal", MINIMAL, ({"uvloop": True},))
BARE = System("a bare notification", "peer_minimal", MINIMAL, ({},))
ROLES = {IN_LOOP.name: "work_in_loop", BARE.name: "listen"}
LIMIT = 6.0
SYSTEMS = (*PROGRAMS, IN_LOOP, BLOCKING, BARE)


def run(stage: Stage) -> list[Table]:
    """Samples of every system, a share of them in each round."""
    rounds, each = (2, 50) if stage.quick else (4, 80)
    found: dict[str, list[list[float]]] = {system.name: [] for system in SYSTEMS}
    for _ in range(rounds):
        for system in SYSTEMS:
            found[system.name].append(_sample(stage, system, each))
    table = Table(
        f"Pickup when idle, ms: {rounds} rounds of up to {each} samples",
        ["system", "samples", "p50", "p95", "p99", "most", "mediaq / it (p50)"],
    )
    halves = {name: [percentile(r, 0.5) for r in samples] for name, samples in found.items()}
    for name, samples in found.items():
        flat = [value for one in samples for value in one]
        shown = [f"{percentile(flat, share):.2f}" for share in (0.5, 0.95, 0.99)]
        table.rows.append(
            [
                name,
                str(len(flat)),
                *shown,
                f"{max(flat):.2f}",
                ratio(halves["mediaq"], halves[name]),
            ]
        )
    table.notes.append(
        "`by hand` is LISTEN and a claim of one job: on an event loop, as handlers that are"
        " coroutines need it, or in a thread that does nothing else."
    )
    table.notes.append(f"A round of a system ends after {LIMIT:.0f} s at the latest.")
    table.notes.append(
        "Here a smaller ratio is better for mediaq. Job and notification are committed as"
        " each system's API would, by one psycopg connection; the clock is the machine's monotonic"
        " one on both sides."
    )
    table.raw = {name: [v for one in samples for v in one] for name, samples in found.items()}
    return [table]


def _sample(stage: Stage, system: System, samples: int) -> list[float]:
    tables = system.tables
    role = ROLES.get(system.name, "work")
    setting = {**stage.setting(system), "stamp": True}
    with stage.connection(tables) as connection:
        connection.execute(tables.clear)
        stage.settle(tables)
        with child(system.module, role, stage.url(tables), **setting) as worker:
            worker.tell("go")
            sleep(0.5)
            for _ in range(3):
                _one(connection, worker, tables, system is BARE)
            found: list[float] = []
            deadline = monotonic() + LIMIT
            while len(found) < samples and monotonic() < deadline:
                found.append(_one(connection, worker, tables, system is BARE))
            worker.tell("stop")
    return found


def _one(connection: Connection, worker: Child, tables: Tables, bare: bool) -> float:
    """Milliseconds of one job. The pause lets the worker finish it and be idle again."""
    sleep(random.uniform(0.015, 0.045))
    connection.execute("begin")
    connection.execute("select pg_notify('queue', '')" if bare else tables.one)
    began = monotonic()
    connection.execute("commit")
    started: float = worker.line(10.0)["t"]
    return (started - began) * 1000
