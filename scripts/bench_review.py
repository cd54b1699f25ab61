"""What `scripts/bench-review` does: uploads one file again and again to a running mediaq and prints
when each stage of its review had ended, in seconds after the upload was complete."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from mediaq.cli.client import Api

STAGES = ("claimed", "analysed", "first SSML", "last SSML", "first spoken", "last spoken", "seen")
LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 120.0
# Zero is the start of the transaction that completes the upload.
TIMES = """
select extract(epoch from n.created_at)::float8,
  array[extract(epoch from n.started_at), extract(epoch from n.completed_at),
    extract(epoch from min(s.completed_at)), extract(epoch from max(s.completed_at)),
    extract(epoch from min(a.completed_at)), extract(epoch from max(a.completed_at))]::float8[],
  count(f.ssml_status), count(*) filter (where f.audio_status = 'completed'),
  n.status
from mediaq.analysis n
left join mediaq.analysis_feedback f on f.analysis_id = n.id
left join mediaq.ssml_jobs s on s.feedback_id = f.id
left join mediaq.audio_jobs a on a.feedback_id = f.id
where n.id = %s
group by n.id
"""


def main() -> int:
    """Prints a line per run, then the medians."""
    parser = argparse.ArgumentParser(prog="scripts/bench-review")
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="mediaq-review-") as data,
        _up(data) as ready,
        Api(ready["url"]) as api,
        psycopg.connect(ready["database_url"], autocommit=True) as connection,
    ):
        _review(api, connection, asked.file)
        runs = [_review(api, connection, asked.file) for _ in range(asked.runs)]
    print(f"{'spoken':>8}", *(f"{stage:>13}" for stage in STAGES))
    for spoken, seconds in runs:
        print(f"{spoken:8}", *(f"{second:13.2f}" for second in seconds))
    columns = zip(*(seconds for _, seconds in runs), strict=True)
    print(f"{'median':>8}", *(f"{median(column):13.2f}" for column in columns))
    return 0


@contextmanager
def _up(data: str) -> Iterator[dict[str, Any]]:
    """`mediaq up` with a database of its own until the block ends; what it says when ready."""
    command = [sys.executable, "-m", "mediaq.cli", "up", "--port", "0", "--json", "--data", data]
    environment = {name: os.environ[name] for name in os.environ if name != "DATABASE_URL"}
    up = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert up.stdout is not None
    try:
        yield json.loads(up.stdout.readline())
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait()


def _review(
    api: Api, connection: psycopg.Connection[tuple[Any, ...]], file: Path
) -> tuple[int, list[float]]:
    """Uploads the file; the number of spoken findings, and when the stages ended."""
    uploaded = api.upload(file, lambda _: None, {"force": "true"})
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        row = connection.execute(TIMES, [uploaded["analysis_id"]]).fetchone()
        assert row is not None
        start, ends, wanted, spoken, status = row
        if status == "completed" and wanted == spoken:
            return spoken, [end - start for end in (*ends, time.time())]
        time.sleep(LOOK_SECONDS)
    raise SystemExit(f"scripts/bench-review: not everything was spoken: {row}")


if __name__ == "__main__":
    sys.exit(main())
