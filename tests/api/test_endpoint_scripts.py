"""The scripts that look at a running API, run against one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mediaq.settings import Settings
from tests.api.keys import make
from tests.api.process import running
from tests.kit.connections import Connection, value

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")


def run(name: str, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """A script's exit code and what it printed."""
    return subprocess.run(
        [SCRIPTS / name, *arguments],
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_they_find_everything_in_order(settings: Settings, connection: Connection) -> None:
    key = make(connection)
    with running(settings) as server:
        for name in ("verify-endpoints.sh", "smoke-tests.sh"):
            found = run(name, server.url, MEDIAQ_API_KEY=key)
            assert found.returncode == 0, found.stdout + found.stderr
    left = "select count(*) from mediaq.analysis where deleted_at is null"
    assert value(connection, left) == 0


def test_they_notice_that_it_refuses(settings: Settings, connection: Connection) -> None:
    make(connection)
    with running(settings) as server:
        for name in ("verify-endpoints.sh", "smoke-tests.sh"):
            assert run(name, server.url).returncode == 1
