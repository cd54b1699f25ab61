"""Workers that stop, and connections that break, at the worst moments: effects land once."""

import signal
from pathlib import Path

from tests.faults.conftest import Recovery
from tests.kit.connections import Connect, Connection, value
from tests.kit.gates import before_insert, terminate
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.processes import WorkerProcess
from tests.kit.wait import wait_for

LEASE_AND_RESCUE = 6.0


def started(worker: WorkerProcess, count: int) -> bool:
    """Whether so many handlers have begun."""
    return sum(entry["event"] == "started" for entry in worker.events()) >= count


def test_3_a_zombie_writes_nothing(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    gate = tmp_path / "gate"
    past.enqueue(connection, 4)
    with labour(database_url, tmp_path, gate=gate) as zombie:
        wait_for(lambda: started(zombie, 4))
        with labour(database_url, tmp_path), recovery(3, "zombie after SIGSTOP") as clock:
            zombie.signal(signal.SIGSTOP)
            clock.until(past.ended, LEASE_AND_RESCUE)
            gate.touch()
            zombie.signal(signal.SIGCONT)
            wait_for(zombie.let_go)
            zombie.signal(signal.SIGTERM)
            assert zombie.wait() == 0
    past.assert_kept()
    assert value(connection, "select sum(crashes) from mediaq.ssml_jobs") == 4


def test_4_a_worker_stopped_inside_its_commit_holds_nobody_up(
    database_url: str,
    connect: Connect,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
) -> None:
    past.enqueue(connection, 2)
    with (
        before_insert(connect, "public.effect") as gate,
        labour(database_url, tmp_path) as stopped,
    ):
        wait_for(gate.waiting)
        with labour(database_url, tmp_path), recovery(4, "SIGSTOP in the transaction") as clock:
            stopped.signal(signal.SIGSTOP)
            gate.open()
            clock.until(past.ended, 5.0 + LEASE_AND_RESCUE)
            stopped.signal(signal.SIGCONT)
            wait_for(stopped.let_go)
    past.assert_kept()


def test_14_a_lease_outlives_the_connection_that_took_it(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    gate = tmp_path / "gate"
    past.enqueue(connection, 3)
    with labour(database_url, tmp_path, gate=gate) as worker:
        wait_for(lambda: started(worker, 3))
        claimed = value(connection, "select max(lease_expires_at) from mediaq.ssml_jobs")
        with recovery(14, "backend of the claim terminated") as clock:
            assert terminate(connection, "labourer%")
            clock.until(
                lambda: value(
                    connection,
                    "select min(lease_expires_at) > %s from mediaq.ssml_jobs",
                    claimed,
                ),
                2.0,
            )
        gate.touch()
        wait_for(past.ended)
    past.assert_kept()
    assert value(connection, "select max(attempts) from mediaq.ssml_jobs") == 1


def test_15_a_completion_cut_off_is_repeated(
    database_url: str,
    connect: Connect,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
) -> None:
    past.enqueue(connection, 3)
    with (
        before_insert(connect, "public.effect") as gate,
        labour(database_url, tmp_path),
    ):
        wait_for(gate.waiting)
        with recovery(15, "backend terminated in complete") as clock:
            assert terminate(connection, "labourer%")
            gate.open()
            clock.until(past.ended, 3.0)
    past.assert_kept()
    assert value(connection, "select max(attempts) from mediaq.ssml_jobs") == 1
