"""Enqueue: one job a transaction, and many at once, through each system's own API."""

from typing import Any

from benchmarks.child import children
from benchmarks.report import Table, ratio, spread
from benchmarks.stage import Stage
from benchmarks.systems import MINIMAL, PROGRAMS, System

NOTIFYING = System("by hand, with NOTIFY", "peer_minimal", MINIMAL, ({"notify": True},))
PLAIN = System("by hand, plain INSERT", "peer_minimal", MINIMAL, ({},))
SYSTEMS = (*PROGRAMS, NOTIFYING, PLAIN)


def run(stage: Stage) -> list[Table]:
    """Single inserts by one and by eight clients, and a bulk."""
    bulk = 10_000 if stage.quick else 100_000
    seconds = 0.6 if stage.quick else 2.0
    shapes: list[tuple[str, dict[str, Any]]] = [
        ("1 client", {"clients": 1, "processes": 1, "seconds": seconds, "bulk": 0}),
        ("8 clients", {"clients": 4, "processes": 2, "seconds": seconds, "bulk": 0}),
        (f"bulk of {bulk:,}", {"clients": 1, "processes": 1, "seconds": 0, "bulk": bulk}),
    ]
    return [_measure(stage, name, shape) for name, shape in shapes]


def _measure(stage: Stage, name: str, shape: dict[str, Any]) -> Table:
    rounds = 1 if stage.quick and shape["bulk"] else 2 if stage.quick else 3
    # A bulk by hand has no trigger and no NOTIFY: one line says it.
    systems = [s for s in SYSTEMS if not (shape["bulk"] and s is NOTIFYING)]
    found: dict[str, list[float]] = {system.name: [] for system in systems}
    for _ in range(rounds):
        for system in systems:
            found[system.name].append(_once(stage, system, **shape))
    table = Table(
        f"Enqueue: {name}, no worker running, rounds: {rounds}", ["system", "jobs/s", "mediaq / it"]
    )
    table.rows = [
        [one, spread(rates), ratio(found["mediaq"], rates)] for one, rates in found.items()
    ]
    if not shape["bulk"]:
        table.notes.append("One job a transaction. The eight clients are two processes of four.")
    table.raw = found
    return table


def _once(stage: Stage, system: System, *, processes: int, bulk: int, **shape: Any) -> float:
    """Jobs a second, from the first client's start to the last one's end."""
    options = {**system.first, **shape, "bulk": bool(bulk), "count": bulk}
    with stage.connection(system.tables) as connection:
        connection.execute(system.tables.clear)
    stage.settle(system.tables)
    url = stage.url(system.tables)
    with children(processes, system.module, "enqueue", url, **options) as started:
        for one in started:
            one.tell("go")
        results = [one.result() for one in started]
    seconds: float = max(r["ended"] for r in results) - min(r["began"] for r in results)
    jobs = bulk or sum(int(r["times"]) for r in results)
    return jobs / seconds
