"""The database's disk is full, then has room again: nothing is lost, and work goes on by itself."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from mediaq.db.migrate import migrate
from tests.faults.conftest import Recovery
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.postmaster import Postmaster
from tests.kit.wait import wait_for

SIZE = "260m"


@contextmanager
def small_disk(path: Path) -> Iterator[Path]:
    """A file system of a fixed size; the test is skipped where none can be mounted."""
    path.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(path)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a file system can not be mounted here")
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room."""
    ballast = disk / "ballast"
    descriptor = os.open(ballast, os.O_CREAT | os.O_WRONLY)
    try:
        while True:
            os.write(descriptor, b"\0" * (1 << 16))
    except OSError:
        return ballast
    finally:
        os.close(descriptor)


def test_30_the_database_s_disk_is_full(tmp_path: Path, recovery: Recovery) -> None:
    with small_disk(tmp_path / "disk") as disk:
        server = Postmaster(disk / "pg")
        try:
            migrate(server.url)
            with (
                psycopg.connect(server.url, autocommit=True) as connection,
                labour(server.url, tmp_path) as worker,
            ):
                past = History(connection)
                ballast = fill(disk)
                refused = False
                while not refused:
                    refused = past.enqueue(connection, 200) == "fail"
                wait_for(lambda: worker.logged("database_away") or past.ended())
                ballast.unlink()
                with recovery(30, "database disk full, then freed") as clock:
                    past.enqueue(connection, 10)
                    clock.until(past.ended, 10.0)
                assert worker.process.poll() is None
                past.assert_kept()
        finally:
            server.close()
