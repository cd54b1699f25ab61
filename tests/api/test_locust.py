"""The clients of `tests/locustfile.py`, a few of them for a moment, against a running API."""

import json
import os
import subprocess
import sys
from pathlib import Path

from mediaq.settings import Settings
from tests.api.keys import make
from tests.api.process import running
from tests.kit.connections import Connection, value

LOCUSTFILE = Path(__file__).parents[1] / "locustfile.py"
OPTIONS = [
    f"--locustfile={LOCUSTFILE}",
    "--headless",
    "--users=3",
    "--spawn-rate=3",
    "--json",
    "--only-summary",
    "--run-time=3s",
]


def test_they_get_what_they_ask_for(settings: Settings, connection: Connection) -> None:
    key = make(connection)
    with running(settings) as server:
        found = subprocess.run(
            [sys.executable, "-m", "locust", *OPTIONS, f"--host={server.url}"],
            env={"PATH": os.environ["PATH"], "MEDIAQ_API_KEY": key},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert found.returncode == 0, found.stderr
    asked = {entry["name"]: entry for entry in json.loads(found.stdout)}
    assert asked["/api/media/status/{id}"]["num_requests"] > 0
    assert sum(entry["num_failures"] for entry in asked.values()) == 0
    assert asked["/api/upload"]["num_requests"] == 3
    left = "select count(*) from mediaq.media_assets where deleted_at is null"
    assert value(connection, left) == 0
