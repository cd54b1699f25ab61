"""Processes that are killed, crash, hang or are told to stop: their jobs go on elsewhere."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.faults.conftest import Recovery
from tests.kit.connections import Connection, value
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.processes import MEDIAQ, WorkerProcess, alive, environment
from tests.kit.wait import wait_for

LEASE_AND_RESCUE = 5.0


def pending_signals(process: WorkerProcess) -> int:
    """Signals that were sent to a process and have not reached it."""
    status = Path(f"/proc/{process.process.pid}/status").read_text()
    return int(status.partition("ShdPnd:")[2].split()[0], 16)


@pytest.mark.parametrize("row", [1, 7, 9])
def test_1_7_9_a_worker_with_several_jobs_dies_or_hangs(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    row: int,
) -> None:
    how = {1: "work", 7: "crash", 9: "block"}[row]
    what = {1: "SIGKILL", 7: "segmentation fault", 9: "blocked event loop"}[row]
    gate = tmp_path / "gate"
    past.enqueue(connection, 4)
    with labour(database_url, tmp_path, gate=gate, how=how) as bad:
        wait_for(lambda: past.claims() == 4)
        with labour(database_url, tmp_path), recovery(row, f"{what}, 4 jobs in flight") as clock:
            if row == 1:
                bad.signal(signal.SIGKILL)
            clock.until(past.ended, LEASE_AND_RESCUE)
            assert (bad.process.poll() is None) == (row == 9)
    past.assert_kept()
    rows = connection.execute("select distinct attempts, crashes from mediaq.ssml_jobs")
    assert rows.fetchall() == [(2, 1)]


def test_2_killed_supervisor(database_url: str, tmp_path: Path, recovery: Recovery) -> None:
    with (tmp_path / "log").open("wb") as out:
        parent = subprocess.Popen(
            [MEDIAQ, "worker", "ssml", "--processes", "2"],
            env=environment(database_url, tmp_path),
            stdin=subprocess.DEVNULL,
            stderr=out,
            start_new_session=True,
        )
    process = WorkerProcess(parent, tmp_path / "log")
    try:
        wait_for(lambda: process.log.read_text().count('"worker_ready"') == 2, 20.0)
        children = process.descendants()
        assert len(children) == 2
    finally:
        parent.kill()
        parent.wait()
    with recovery(2, "supervisor SIGKILL, its workers gone") as clock:
        clock.until(lambda: not any(map(alive, children)), 1.0)


def test_5_sigterm_gives_long_jobs_back_at_the_end_of_the_grace(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    past.enqueue(connection, 3)
    with labour(database_url, tmp_path, gate=tmp_path / "gate", grace=0.5) as old:
        wait_for(lambda: past.claims() == 3)
        with recovery(5, "SIGTERM, given back after 0.5 s of grace"):
            old.signal(signal.SIGTERM)
            assert old.wait(3.0) == 0
    rows = connection.execute("select distinct status, attempts from mediaq.ssml_jobs")
    assert rows.fetchall() == [("queued", 0)]
    with labour(database_url, tmp_path):
        wait_for(past.ended)
    past.assert_kept()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_6_a_second_signal_ends_the_grace(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    number: signal.Signals,
) -> None:
    past.enqueue(connection, 2)
    with labour(database_url, tmp_path, gate=tmp_path / "gate", grace=60.0) as old:
        wait_for(lambda: past.claims() == 2)
        with recovery(6, f"{number.name} twice"):
            old.signal(signal.SIGTERM)
            wait_for(lambda: not pending_signals(old))  # else two equal ones become one
            old.signal(number)
            assert old.wait(2.0) == 0
        assert "Traceback" not in old.log.read_text()
    assert value(connection, "select sum(attempts) from mediaq.ssml_jobs") == 0


def test_13_jobs_of_an_unknown_queue_are_left_alone(
    database_url: str, connection: Connection, tmp_path: Path, past: History
) -> None:
    connection.execute(
        "create table mediaq.new_jobs (like mediaq.job including all);"
        " alter table mediaq.new_jobs owner to mediaq_owner;"
        " insert into mediaq.queues (queue, payload) values ('mediaq.new_jobs', '{}');"
        " select mediaq.equip_queue('mediaq.new_jobs')"
    )
    with labour(database_url, tmp_path):
        connection.execute("insert into mediaq.new_jobs default values")
        past.enqueue(connection, 2)
        wait_for(past.ended)
    assert value(connection, "select status || attempts from mediaq.new_jobs") == "queued0"
    query = "select queued from mediaq.queue_stats() where queue = 'new_jobs'"
    assert value(connection, query) == 1


def test_38_an_older_schema_is_refused_with_a_sentence(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    connection.execute("drop function mediaq.due_in; delete from mediaq.applied_files")
    ended = subprocess.run(
        [MEDIAQ, "worker", "ssml"],
        env=environment(database_url, tmp_path),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode != 0
    assert "mediaq migrate" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_38_a_newer_schema_that_only_adds_is_served(
    database_url: str, connection: Connection, tmp_path: Path, past: History
) -> None:
    connection.execute(
        "alter table mediaq.ssml_jobs add column newer text;"
        " create function mediaq.newer() returns void language sql as ''"
    )
    with labour(database_url, tmp_path):
        past.enqueue(connection, 2)
        wait_for(past.ended)
    past.assert_kept()
