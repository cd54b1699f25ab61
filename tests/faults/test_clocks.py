"""Clocks that are an hour wrong: the clients' do not matter, the database's does no harm."""

import signal
from pathlib import Path

import pytest

from tests.faults.conftest import Recovery
from tests.kit.connections import Connection, value
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.wait import wait_for

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


def set_clock(connection: Connection, by: str) -> None:
    """Moves the database's clock for everybody."""
    connection.execute(
        "create or replace function mediaq.now() returns timestamptz language sql stable"
        f" parallel safe as $$ select now() + interval '{by}' $$".encode()
    )


@pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed")
@pytest.mark.parametrize("by", ["+1h", "-1h"])
def test_34_of_the_workers(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    by: str,
) -> None:
    wrong = {"LD_PRELOAD": str(LIBRARY), "FAKETIME": by, "DONT_FAKE_MONOTONIC": "1"}
    connection.execute("update mediaq.queues set lease = '3 seconds'")
    with (
        labour(database_url, tmp_path, seconds=3.5, env=wrong) as worker,
        labour(database_url, tmp_path, seconds=3.5),
        recovery(34, f"clock of a worker {by}, jobs of 3.5 s") as clock,
    ):
        past.enqueue(connection, 6)
        clock.until(past.ended, 10.0)
        assert worker.logged("started")
    past.assert_kept()
    assert value(connection, "select max(attempts) from mediaq.ssml_jobs") == 1


def test_35_of_the_database_an_hour_ahead(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    """Every lease lapses at once: the jobs run again, and the first results come too late."""
    gate = tmp_path / "gate"
    past.enqueue(connection, 3)
    with labour(database_url, tmp_path, gate=gate) as first, labour(database_url, tmp_path):
        wait_for(lambda: past.claims() == 3)
        first.signal(signal.SIGSTOP)
        set_clock(connection, "1 hour")
        with recovery(35, "clock of the database +1 h") as clock:
            clock.until(past.ended, 4.0)
        set_clock(connection, "0")
        gate.touch()
        first.signal(signal.SIGCONT)
        past.enqueue(connection, 3)
        wait_for(past.ended)
    past.assert_kept()


def test_35_of_the_database_an_hour_behind(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    """What is due waits, until the clock is put right; then nothing is stuck."""
    gate = tmp_path / "gate"
    past.enqueue(connection, 3)
    with labour(database_url, tmp_path, gate=gate):
        wait_for(lambda: past.claims() == 3)
        set_clock(connection, "-1 hour")
        query = "select max(lease_expires_at) < now() from mediaq.ssml_jobs"
        wait_for(lambda: value(connection, query))
        past.enqueue(connection, 3)
        gate.touch()
        with recovery(35, "clock of the database -1 h, then right") as clock:
            set_clock(connection, "0")
            clock.until(past.ended, 4.0)
    past.assert_kept()
