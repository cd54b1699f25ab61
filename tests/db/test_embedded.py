"""The embedded server: starts, stops, refuses, survives, and dies with its parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from mediaq.db import embedded
from mediaq.errors import EmbeddedServerFailed
from tests.kit.wait import wait_for

PARENT = """
import sys, signal
from pathlib import Path
from mediaq.db import embedded
with embedded.server(Path(sys.argv[1]), fsync=False):
    print("ready", flush=True)
    signal.pause()
"""


@pytest.fixture
def pgdata() -> Iterator[Path]:
    """Where a data directory may be made; the path is short enough for a socket."""
    with TemporaryDirectory(prefix="mediaq-pg-") as directory:
        yield Path(directory) / "data"


def postmaster(pgdata: Path) -> int:
    return int((pgdata / "postmaster.pid").read_text().split()[0])


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


def ask(url: str, query: bytes) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def test_stopping_leaves_no_process_and_no_socket(pgdata: Path) -> None:
    with embedded.server(pgdata, fsync=False) as url:
        pid = postmaster(pgdata)
        assert (ask(url, b"select current_database()"), alive(pid)) == ("mediaq", True)
    assert (alive(pid), list(pgdata.glob(".s.PGSQL*")), embedded.running(pgdata)) == (
        False,
        [],
        False,
    )


def test_data_is_there_again_after_a_restart(pgdata: Path) -> None:
    with embedded.server(pgdata, fsync=False) as url, psycopg.connect(url) as connection:
        connection.execute("create table kept as select 7 as x")
    with embedded.server(pgdata, fsync=False) as url:
        assert ask(url, b"select x from kept") == 7


def test_by_default_it_keeps_what_it_promised(pgdata: Path) -> None:
    with embedded.server(pgdata) as url:
        settings = "fsync", "full_page_writes", "synchronous_commit"
        found = [ask(url, f"select current_setting('{name}')".encode()) for name in settings]
        assert found == ["on", "on", "on"]
        assert ask(url, b"select current_setting('listen_addresses')") == ""


def test_only_its_user_gets_to_the_socket(pgdata: Path) -> None:
    with embedded.server(pgdata, fsync=False):
        assert (pgdata / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700
        assert pgdata.stat().st_mode & 0o777 == 0o700


def test_a_second_server_on_the_same_data_is_refused(pgdata: Path) -> None:
    with (
        embedded.server(pgdata, fsync=False) as url,
        pytest.raises(EmbeddedServerFailed, match="already running"),
        embedded.server(pgdata, fsync=False),
    ):
        raise AssertionError(url)


def test_data_of_another_version_is_refused(pgdata: Path) -> None:
    pgdata.mkdir()
    (pgdata / "PG_VERSION").write_text("15\n")
    with (
        pytest.raises(EmbeddedServerFailed, match="made by PostgreSQL 15, this is 18"),
        embedded.server(pgdata),
    ):
        pass


def test_a_server_that_cannot_start_says_why(pgdata: Path) -> None:
    with embedded.server(pgdata, fsync=False):
        pass
    (pgdata / "postgresql.conf").write_text("nonsense = 1\n")
    with (
        pytest.raises(EmbeddedServerFailed, match="nonsense"),
        embedded.server(pgdata, fsync=False),
    ):
        pass


def test_a_long_path_gets_a_private_socket_directory(pgdata: Path) -> None:
    deep = pgdata / ("d" * 60) / ("e" * 60)
    with embedded.server(deep, fsync=False) as url:
        directory = embedded.socket_dir(deep)
        assert ask(url, b"select 1") == 1
        assert (directory.parent != deep, directory.stat().st_mode & 0o777) == (True, 0o700)
    assert list(directory.iterdir()) == []
    directory.rmdir()


def test_it_dies_with_its_parent(pgdata: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(pgdata)], stdout=subprocess.PIPE)
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        pid = postmaster(pgdata)
        parent.send_signal(signal.SIGKILL)
    wait_for(lambda: not alive(pid))
    assert not embedded.running(pgdata)


def test_it_starts_again_after_it_was_killed(pgdata: Path) -> None:
    with embedded.server(pgdata, fsync=False):
        pid = postmaster(pgdata)
        os.kill(pid, signal.SIGKILL)
    assert (pgdata / "postmaster.pid").exists()
    with embedded.server(pgdata, fsync=False) as url:
        assert ask(url, b"select 1") == 1
