"""Drain: jobs already queued, no-op handler, until the last completion is durable."""

from statistics import median

from benchmarks.report import Table, ratio, spread
from benchmarks.stage import Drained, Stage, drain
from benchmarks.systems import WORKERS, Setting


def choose(stage: Stage) -> Table:
    """Tries each system's settings once on a smaller load and keeps the best; also the warm-up."""
    table = Table("Settings tried (jobs/s, one worker, one try)", ["system", "best", "others"])
    for system in WORKERS:
        tried: list[tuple[float, Setting]] = []
        for setting in system.settings:
            given = {**system.fixed, **setting}
            rate = drain(stage, system, jobs=20_000, limit=2.0, setting=given).rate
            tried.append((rate, given))
        tried.sort(key=lambda one: -one[0])
        stage.chosen[system.name] = tried[0][1]
        shown = [f"{_words(setting)}: {rate:,.0f}" for rate, setting in tried]
        table.rows.append([system.name, shown[0], "; ".join(shown[1:]) or "–"])
    return table


def _words(setting: Setting) -> str:
    return " ".join(f"{name}={value}" for name, value in setting.items())


def run(stage: Stage) -> list[Table]:
    """One table for one worker process, one for two."""
    if stage.quick:
        return [_measure(stage, 1, 20_000, 3.0, 2), _measure(stage, 2, 20_000, 3.0, 1)]
    return [choose(stage), _measure(stage, 1, 50_000, 6.0, 3), _measure(stage, 2, 50_000, 6.0, 3)]


def _measure(stage: Stage, workers: int, jobs: int, limit: float, rounds: int) -> Table:
    found: dict[str, list[Drained]] = {system.name: [] for system in WORKERS}
    for _ in range(rounds):
        for system in WORKERS:
            found[system.name].append(drain(stage, system, jobs=jobs, workers=workers, limit=limit))
    plural = "es" if workers > 1 else ""
    table = Table(
        f"Drain: {workers} worker process{plural}, {jobs:,} jobs queued, rounds: {rounds}",
        ["system", "jobs/s", "mediaq / it", "worker CPU µs/job", "idle", "settings"],
    )
    rates = {name: [one.rate for one in rounds_] for name, rounds_ in found.items()}
    for system in WORKERS:
        table.rows.append(
            [
                system.name,
                spread(rates[system.name]),
                ratio(rates["mediaq"], rates[system.name]),
                spread([one.cpu * 1e6 for one in found[system.name]]),
                f"{median(one.idle for one in found[system.name]):.0%}",
                _words(stage.setting(system)),
            ]
        )
    table.notes.append(
        "`idle`: the share of all processors, the server's among them, that had nothing to do."
        " Where one worker leaves none, a second one has nothing to add."
    )
    table.notes.append(
        f"A system that is not through after {limit} s is stopped; its rate is then what it"
        " had durably completed by that time. Completed and handled jobs are compared."
    )
    table.raw = rates
    return table
