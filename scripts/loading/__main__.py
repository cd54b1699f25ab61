"""`scripts/load`: how many requests a second the API answers beside a bare application that runs
the same statements, and how long requests take at 100 a second."""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psycopg

from loading.client import Call, Tally, as_many_as_go, at_a_rate
from mediaq.db import embedded
from mediaq.db.migrate import migrate

ASSETS = 1000
ROUNDS, ROUND_SECONDS, CLIENTS = 4, 3.0, 16
RATE = 100.0


def main() -> int:
    """Runs everything and prints; 1 when there were errors."""
    parser = argparse.ArgumentParser(prog="scripts/load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="length of the mixed part")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mediaq-load-") as directory:
        place = Path(directory)
        with embedded.server(place / "pgdata") as url:
            migrate(url)
            assets, analyses = _fill(url)
            with _serving("api", url, place) as ours, _serving("loading.bare", url, place) as bare:
                return asyncio.run(_measure(ours, bare, assets, analyses, given.seconds))


def _fill(url: str) -> tuple[list[str], list[str]]:
    """Assets, each with its automatic analysis, completed but for the newest; their ids."""
    with psycopg.connect(url, autocommit=True) as connection:
        made = connection.execute(
            "with made as (insert into mediaq.media_assets (filename, media_type, size_bytes,"
            " duration_ms, storage_path, upload_status)"
            " select 'clip-' || n || '.mp4', 'video', 1000, 30000, 'originals/' || n, 'completed'"
            " from generate_series(1, %s) n returning id) select id::text from made",
            [ASSETS],
        ).fetchall()
        connection.execute(
            "update mediaq.analysis set status = 'completed', progress = 100, attempts = 1,"
            " started_at = created_at, completed_at = created_at + interval '2 seconds'"
        )
        connection.execute("vacuum analyze")
        analyses = connection.execute("select id::text from mediaq.analysis").fetchall()
    return [row[0] for row in made], [row[0] for row in analyses]


@contextmanager
def _serving(module: str, url: str, place: Path) -> Iterator[str]:
    """A server in a process of its own; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        env={
            **os.environ,
            "MEDIAQ_DATABASE_URL": url,
            "MEDIAQ_STORAGE": str(place / "storage"),
            "MEDIAQ_PORT": "0",
            "MEDIAQ_LOG_LEVEL": "error",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        yield process.stdout.readline().split()[1]
    finally:
        process.terminate()
        process.wait(15)


async def _measure(
    ours: str, bare: str, assets: list[str], analyses: list[str], seconds: float
) -> int:
    status = [Call("GET", f"/api/media/status/{id}") for id in analyses]
    ask = [
        Call("POST", "/api/media/analyze", {"asset_id": id, "force": True}, (202,)) for id in assets
    ]
    bad = 0
    for name, calls in (("status", status), ("analyze", ask)):
        bad += await _side_by_side(name, ours, bare, calls)
    mixed = [
        *(("status", call) for call in status[:60]),
        *(("analyze", call) for call in ask[:10]),
        *(("history", Call("GET", f"/api/media/history?page={n}")) for n in range(1, 11)),
        *(("asset", Call("GET", f"/api/v1/assets/{id}")) for id in assets[:10]),
        *(("analysis", Call("GET", f"/api/v1/analyses/{id}")) for id in analyses[:10]),
    ]
    mixed = [mixed[number * 37 % len(mixed)] for number in range(len(mixed))]
    tally = await at_a_rate(ours, mixed, rate=RATE, seconds=seconds)
    print(f"\n{RATE:.0f} mixed requests a second for {seconds:.0f} s")
    for name, values in [*tally.seconds.items(), ("all", tally.all)]:
        print(f"  {name:9}{_percentiles(sorted(values))}")
    return min(1, bad + _complain(tally))


async def _side_by_side(name: str, ours: str, bare: str, calls: list[Call]) -> int:
    rates: dict[str, list[float]] = {ours: [], bare: []}
    errors = 0
    for _ in range(ROUNDS):
        for url, found in rates.items():
            tally = await as_many_as_go(url, calls, clients=CLIENTS, seconds=ROUND_SECONDS)
            found.append(len(tally.all) / ROUND_SECONDS)
            errors += _complain(tally)
    ratio = median(a / b for a, b in zip(rates[ours], rates[bare], strict=True))
    print(
        f"{name:9} mediaq {median(rates[ours]):6.0f}/s   bare {median(rates[bare]):6.0f}/s  "
        f" ratio {ratio:.2f}   ({CLIENTS} clients, {ROUNDS} rounds of {ROUND_SECONDS:.0f} s)"
    )
    return errors


def _percentiles(values: list[float]) -> str:
    shown = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]
    found = [f"{name} {values[int(len(values) * share)] * 1000:6.1f} ms" for name, share in shown]
    return f"{len(values):6}  " + "  ".join([*found, f"most {values[-1] * 1000:6.1f} ms"])


def _complain(tally: Tally) -> int:
    for text in tally.errors[:3]:
        print(f"  error: {text}", file=sys.stderr)
    return len(tally.errors)


if __name__ == "__main__":
    sys.exit(main())
