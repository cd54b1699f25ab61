"""Clocks that are an hour wrong: the clients' do not matter, the database's does no harm."""

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
    with (
        labour(database_url, tmp_path, seconds=2.5, **wrong) as worker,
        labour(database_url, tmp_path, seconds=2.5),
        recovery(34, f"clock of a worker {by}, jobs of 2.5 s") as clock,
    ):
        past.enqueue(connection, 6)
        clock.until(past.ended, 10.0)
        assert worker.logged("started")
    past.assert_kept()
    assert value(connection, "select max(attempts) from mediaq.ssml_jobs") == 1


@pytest.mark.parametrize("by", ["1 hour", "-1 hour"])
def test_35_of_the_database(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    by: str,
) -> None:
    gate = tmp_path / "gate"
    past.enqueue(connection, 3)
    with labour(database_url, tmp_path, gate=gate) as first, labour(database_url, tmp_path):
        wait_for(lambda: first.logged("started"))
        set_clock(connection, by)
        wait_for(lambda: past.claims() >= 3)
        gate.touch()
        with recovery(35, f"clock of the database {by}") as clock:
            set_clock(connection, "0")
            past.enqueue(connection, 3)
            clock.until(past.ended, 6.0)
    past.assert_kept()
