"""`mediaq worker` as programs read along with it."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.kit.connections import Connection, value
from tests.kit.processes import MEDIAQ, environment
from tests.kit.rows import insert_feedback


@pytest.mark.parametrize("processes", ["1", "2"])
def test_json_lines_on_stdout_and_nothing_else(
    database_url: str, connection: Connection, tmp_path: Path, processes: str
) -> None:
    insert_feedback(connection)
    done = subprocess.run(
        [MEDIAQ, "worker", "ssml", "--drain", "--json", "--processes", processes],
        env=environment(database_url, tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    events = [json.loads(line)["event"] for line in done.stdout.splitlines()]
    assert events.count("worker_ready") == int(processes)
    assert events.count("worker_stopped") == int(processes)
    assert done.stderr == ""
    assert value(connection, "select status from mediaq.ssml_jobs") == "completed"
