"""Many broken inputs: `python -m tests.hostile.run [--seeds N] [--first SEED] [--worker]`.

Prints what came of every family and each case that went wrong; exit code 1 if there was one.
"""

import asyncio
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

import psycopg

from mediaq import log
from mediaq.media.sandbox import Tier, tier
from tests.hostile.broken import CLEAR, GAVE_UP, Broken
from tests.hostile.children import Outcome, all_of, failures, trap
from tests.hostile.families import FAMILIES
from tests.hostile.working import work_off
from tests.kit.cluster import cluster


def children(seed: int) -> int:
    """All families through children; how many cases went wrong."""
    wrong = 0
    for family, make in FAMILIES.items():
        chosen = tier("rlimits") if family == "playlists" else tier("auto")
        outcomes = _outcomes(list(make(seed)), chosen)
        clear = sum(bool(outcome.marks & (CLEAR | {GAVE_UP})) for outcome in outcomes)
        slowest = max(outcomes, key=lambda outcome: outcome.seconds)
        print(
            f"seed {seed} {family}: {len(outcomes)} inputs, {clear} a finding of damage or a"
            f" refusal, slowest {slowest.seconds:.1f} s ({slowest.case.name})"
        )
        lines = failures(outcomes)
        print("\n".join(f"  WRONG {line}" for line in lines), end="\n" if lines else "")
        wrong += len(lines)
    return wrong


def _outcomes(cases: list[Broken], chosen: Tier) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as name, trap(Path(name)) as caught:
        return asyncio.run(all_of(cases, Path(name), chosen, caught))


def one_worker(seed: int) -> int:
    """All families through one worker and a database; how many analyses went wrong."""
    cases = [case for make in FAMILIES.values() for case in make(seed)]
    with tempfile.TemporaryDirectory() as name, cluster() as server, server.database() as url:
        began = time.monotonic()
        with psycopg.connect(url, autocommit=True) as connection:
            ended = work_off(connection, url, Path(name), cases, 1800.0)
    tally = Counter(it.code or it.status for it in ended)
    print(f"seed {seed}: one worker, {len(ended)} analyses in {time.monotonic() - began:.0f} s")
    print("  " + ", ".join(f"{count} {code}" for code, count in tally.most_common()))
    wrong = [it for it in ended if it.wrong]
    print("\n".join(f"  WRONG {it}" for it in wrong), end="\n" if wrong else "")
    return len(wrong)


def main() -> int:
    """Runs the seeds that were asked for."""
    parser = ArgumentParser()
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--worker", action="store_true")
    asked = parser.parse_args()
    log.configure("warning")
    work = one_worker if asked.worker else children
    return min(1, sum(work(seed) for seed in range(asked.first, asked.first + asked.seeds)))


if __name__ == "__main__":
    sys.exit(main())
