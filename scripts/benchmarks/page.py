"""docs/benchmarks.md: what was measured, how, on what, and what it says."""

import os
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.child import PEERS, ROOT
from benchmarks.report import Table
from benchmarks.verdict import verdict
from mediaq.db import embedded

PACKAGES = ("procrastinate", "pgqueuer", "chancy", "psycopg", "asyncpg", "uvloop")
QUICK = (
    "**A quick run**: one to three rounds of small loads, in which a disturbed second decides a"
    " line. It shows that everything runs; who is faster, and by how much, is for the full run."
)
HOW = """\
## How

- One embedded PostgreSQL, `fsync` on, reached over its Unix socket; a database for each system.
- One run: the systems take turns (A B C, A B C, …). A cell is the median over the rounds with
  [least–most]; a ratio is taken within each round, and its median is shown.
- Workers are processes of their own, running in their normal, continuous mode: ours is the
  runtime of `mediaq worker`. Handlers do nothing but count that they were called; completed and
  handled jobs are compared after each drain.
- A drain runs from the word `go` to connected workers until the database shows the last
  completion committed. Jobs are put there beforehand by plain SQL, then VACUUM, ANALYZE,
  CHECKPOINT.
- A full run tries three settings of each system and keeps the best (first table); a quick run
  takes those that were best before. LISTEN is on everywhere, Chancy flushes every 20 or 200 ms
  instead of every second and has its optional plugins off, PGQueuer has the autovacuum settings it
  recommends, uvloop is among what is tried for both. mediaq's workers run on uvloop.
- PGQueuer's psycopg driver listens and works on the same connection, and statements wait up to a
  second for the listener to let go of it. That is how it is shipped; small loads show it most.
- `by hand` is SQL without retries, leases, limits, heartbeats or fencing: what any of these
  systems could reach at most through psycopg.
"""


def write(tables: list[Table], *, quick: bool, seconds: float) -> None:
    """Writes the page."""
    command = "scripts/bench" + (" --quick" if quick else "")
    parts = [
        "# Benchmarks",
        "",
        f"Written by `{command}` on {datetime.now(UTC):%Y-%m-%d} ({seconds / 60:.0f} min):"
        f" {machine()}. {versions()}.",
        "",
        "Numbers of a small, shared machine: read the ratios. Reproduce with `scripts/bench`"
        " (`--quick` for two minutes, a scenario's name for that one alone).",
        "",
    ]
    if quick:
        parts += [QUICK, "", HOW]
    else:
        parts += [HOW, "## What it says", "", *verdict(tables), ""]
    parts += ["## Tables", ""]
    parts += [table.markdown() for table in tables]
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(parts).rstrip() + "\n")


def machine() -> str:
    """Cores and memory, nothing else."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{os.cpu_count()} cores, {pages / 2**30:.0f} GiB of memory"


def versions() -> str:
    """Of the server, of us, of the peers."""
    program = str(embedded.binaries() / "postgres")
    server = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    code = "import sys, json, importlib.metadata as m\n" + (
        "print(', '.join(f'{p} {m.version(p)}' for p in sys.argv[1:]))"
    )
    theirs = subprocess.run(
        [str(PEERS), "-c", code, *PACKAGES], capture_output=True, text=True, check=True
    )
    number = server.stdout.split()[2]
    ours = f"mediaq {version('mediaq')} with psycopg {version('psycopg')}"
    return f"PostgreSQL {number}; {ours}; peers: {theirs.stdout.strip()}"
