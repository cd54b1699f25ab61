"""`scripts/bench`: runs the scenarios on one server, prints the tables, writes the page."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from benchmarks import (
    page,
    scenario_drain,
    scenario_enqueue,
    scenario_growth,
    scenario_pickup,
    scenario_pinned,
    scenario_trigger,
)
from benchmarks.report import Table
from benchmarks.stage import Stage
from mediaq.db import embedded

# Drain comes first: it finds the settings that the others use.
SCENARIOS: dict[str, Callable[[Stage], list[Table]]] = {
    "drain": scenario_drain.run,
    "enqueue": scenario_enqueue.run,
    "trigger": scenario_trigger.run,
    "pickup": scenario_pickup.run,
    "growth": scenario_growth.run,
    "pinned": scenario_pinned.run,
}


def main() -> None:
    """Reads the command line and runs."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], metavar="SCENARIO")
    parser.add_argument("--quick", action="store_true", help="small loads, about two minutes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the raw numbers")
    given = parser.parse_args()
    wanted = [name for name in SCENARIOS if name in given.scenarios] or list(SCENARIOS)
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="mediaq-bench-") as directory:
        pgdata = Path(directory) / "pgdata"
        with embedded.server(pgdata):
            tables = _run(Stage(pgdata, given.quick), wanted)
    seconds = monotonic() - began
    print(f"\n{page.machine()}; {page.versions()}; {seconds:.0f} s")
    if given.json:
        given.json.write_text(json.dumps([table.plain() for table in tables], indent=1) + "\n")
    # A part of the scenarios would replace the page's other tables by nothing.
    if len(wanted) == len(SCENARIOS):
        page.write(tables, quick=given.quick, seconds=seconds)


def _run(stage: Stage, wanted: list[str]) -> list[Table]:
    stage.set_up()
    tables: list[Table] = []
    for name in wanted:
        began = monotonic()
        found = SCENARIOS[name](stage)
        print("\n".join(table.text() for table in found))
        print(f"({name}: {monotonic() - began:.0f} s)", file=sys.stderr, flush=True)
        tables += found
    return tables


if __name__ == "__main__":
    main()
