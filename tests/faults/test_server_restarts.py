"""The server goes away: killed under load again and again, stopped for a while, or shut down."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import psycopg
import pytest

from mediaq.db.migrate import migrate
from tests.faults.conftest import Recovery
from tests.kit.connections import Connection, value
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.postmaster import Postmaster, postmaster
from tests.kit.processes import cpu_seconds
from tests.kit.wait import wait_for

RESTARTS = 10
DOWN_SECONDS = 6.0


@pytest.fixture
def own() -> Iterator[Postmaster]:
    """A durable server of this test's own, migrated."""
    with postmaster() as server:
        migrate(server.url)
        yield server


@contextmanager
def connected(own: Postmaster, past: History | None = None) -> Iterator[Connection]:
    """A fresh connection, which the history looks through from now on."""
    with psycopg.connect(own.url, autocommit=True) as connection:
        if past is not None:
            past.use(connection)
        yield connection


@contextmanager
def producing(own: Postmaster, past: History) -> Iterator[None]:
    """A producer that goes on whatever happens to its connection."""
    enough = threading.Event()

    def produce() -> None:
        while not enough.is_set():
            try:
                with psycopg.connect(own.url, autocommit=True) as connection:
                    while not enough.wait(0.005) and past.enqueue(connection) == "ok":
                        pass
            except psycopg.OperationalError:
                enough.wait(0.05)

    thread = threading.Thread(target=produce)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def test_19_killed_ten_times_under_load(
    own: Postmaster, tmp_path: Path, recovery: Recovery
) -> None:
    first_claims = []
    with connected(own) as connection:
        past = History(connection)
    with (
        labour(own.url, tmp_path, seconds=0.01),
        labour(own.url, tmp_path, seconds=0.01),
        recovery(19, "server killed 10 times under load, first claim") as clock,
    ):
        with producing(own, past):
            for _ in range(RESTARTS):
                own.restart_immediately()
                ready = monotonic()
                with connected(own, past):
                    before = past.claims()
                    wait_for(lambda seen=before: past.claims() > seen, 2.0)  # type: ignore[misc]
                first_claims.append(monotonic() - ready)
        with connected(own, past):
            wait_for(past.ended, 6.0)
            past.assert_kept()
            assert len(past) > RESTARTS
        clock.seconds = max(first_claims)


def test_20_down_for_a_while(own: Postmaster, tmp_path: Path, recovery: Recovery) -> None:
    gate = tmp_path / "gate"
    with connected(own) as connection:
        past = History(connection)
        past.enqueue(connection, 2)
    with labour(own.url, tmp_path, gate=gate) as worker:
        wait_for(lambda: worker.logged("started"))
        own.stop()
        down, lines, used = monotonic(), len(worker.events()), cpu_seconds(worker.pid)
        wait_for(lambda: worker.logged("lease_not_renewed"), 2.0)
        wait_for(lambda: monotonic() - down > DOWN_SECONDS, 2 * DOWN_SECONDS)
        assert len(worker.events()) - lines <= DOWN_SECONDS
        assert cpu_seconds(worker.pid) - used < 0.05 * DOWN_SECONDS
        gate.touch()
        own.start()
        with connected(own, past), recovery(20, "server down for 6 s") as clock:
            clock.until(past.ended, 6.0)
            past.assert_kept()


def test_21_shut_down_in_order_while_workers_listen(
    own: Postmaster, tmp_path: Path, recovery: Recovery
) -> None:
    with connected(own) as connection:
        past = History(connection)
    with labour(own.url, tmp_path), labour(own.url, tmp_path):
        with connected(own, past) as connection:
            own.send(signal.SIGTERM)  # smart: waits for its clients, whom it goes on serving
            past.enqueue(connection, 5)
            wait_for(past.ended)
        own.stop(signal.SIGINT)
        own.start()
        with connected(own, past) as connection, recovery(21, "smart and fast shutdown") as clock:
            past.enqueue(connection, 5)
            clock.until(past.ended, 3.0)
            past.assert_kept()
            query = "select count(*) from pg_stat_activity where application_name like 'labourer%'"
            # The backend of an attempt that its client gave up goes a moment later.
            wait_for(lambda: value(connection, query) <= 2 * 5)
