"""Processes that are killed, crash, hang or are told to stop: their jobs go on elsewhere."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.faults.conftest import Recovery
from tests.kit.connections import Connection, value
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.processes import (
    MEDIAQ,
    WorkerProcess,
    alive,
    descendants,
    environment,
    worker,
)
from tests.kit.wait import wait_for

LEASE_AND_RESCUE = 5.0


def pending_signals(process: WorkerProcess) -> int:
    """Signals that were sent to a process and have not reached it."""
    status = Path(f"/proc/{process.process.pid}/status").read_text()
    return int(status.partition("ShdPnd:")[2].split()[0], 16)


@pytest.mark.parametrize(("row", "how"), [(1, "work"), (7, "crash"), (9, "block")])
def test_1_7_9_a_lonely_worker_with_several_jobs_dies_or_hangs(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    row: int,
    how: str,
) -> None:
    """Nobody saw it: the leases lapse."""
    what = {1: "SIGKILL", 7: "segmentation fault", 9: "blocked event loop"}[row]
    gate = tmp_path / "gate"
    past.enqueue(connection, 4)
    with labour(database_url, tmp_path, gate=gate, how=how) as bad:
        wait_for(lambda: past.claims() == 4)
        with (
            labour(database_url, tmp_path),
            recovery(row, f"{what}, 4 jobs in flight, unseen") as clock,
        ):
            if row == 1:
                bad.signal(signal.SIGKILL)
            clock.until(past.ended, LEASE_AND_RESCUE)
    past.assert_kept()
    rows = connection.execute("select distinct attempts, crashes from mediaq.ssml_jobs")
    assert rows.fetchall() == [(2, 1)]
    assert reasons(connection) == {("worker_lost", "the worker was lost")}


@pytest.mark.parametrize(
    ("row", "how", "code", "error"),
    [
        (1, "work", "worker_lost", "the worker was killed by SIGKILL"),
        (7, "crash", "worker_lost", "the worker was killed by SIGSEGV"),
        (9, "block", "deadline", "the worker's event loop stood still for 1.33 s"),
    ],
)
def test_1_7_9_a_supervisor_sees_it(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    row: int,
    how: str,
    code: str,
    error: str,
) -> None:
    """What the dead one held goes back at once, with the reason; another takes its place."""
    gate = tmp_path / "gate"
    if row != 1:
        gate.touch()
    with labour(database_url, tmp_path, gate=gate, how=how, supervised=True) as seen:
        first = seen.pid
        past.enqueue(connection, 4)
        wait_for(lambda: past.claims() == 4)
        with recovery(row, f"{error}, 4 jobs in flight") as clock:
            if row == 1:
                seen.hurt(signal.SIGKILL)
                gate.touch()
            clock.until(past.ended, LEASE_AND_RESCUE)
        assert seen.pid != first
        assert not alive(first)
        assert ("labourer.py" in seen.log.read_text()) == (row != 1)  # says where it was
        seen.signal(signal.SIGTERM)
        assert seen.wait() == 0
    past.assert_kept()
    rows = connection.execute("select distinct attempts, crashes from mediaq.ssml_jobs")
    assert rows.fetchall() == [(2, 1)]
    assert reasons(connection) == {(code, error)}


def reasons(connection: Connection) -> set[tuple[str, str]]:
    """Codes and errors in the history."""
    return set(connection.execute("select code, error from mediaq.job_errors").fetchall())


def test_9_a_stopped_worker_is_no_dead_one(
    database_url: str, connection: Connection, tmp_path: Path, past: History
) -> None:
    with labour(database_url, tmp_path, supervised=True) as stopped:
        first = stopped.pid
        stopped.hurt(signal.SIGSTOP)
        with labour(database_url, tmp_path, seconds=0.3, concurrency=1):
            past.enqueue(connection, 8)  # longer than the patience with a silent one
            wait_for(past.ended)
        stopped.hurt(signal.SIGCONT)
        past.enqueue(connection, 1)
        wait_for(past.ended)
        assert (stopped.pid, stopped.logged("stands_still")) == (first, False)


def test_2_killed_supervisor(database_url: str, tmp_path: Path, recovery: Recovery) -> None:
    with worker("ssml", database_url, tmp_path, processes=2) as parent:
        children = list(descendants(parent.process.pid))
        assert len(children) == 2
        parent.signal(signal.SIGKILL)
        with recovery(2, "supervisor SIGKILL, its workers gone") as clock:
            clock.until(lambda: not any(map(alive, children)), 1.0)


def test_2_without_the_kernel_s_help_an_orphan_ends_in_order(
    database_url: str, tmp_path: Path, connection: Connection
) -> None:
    """Where nothing kills it with its supervisor, it notices that nobody reads its pulse."""
    reader, writer = os.pipe()
    connection.execute("update mediaq.queues set lease = '1 second'")
    command = [MEDIAQ, "worker", "ssml"]
    env = environment(database_url, tmp_path, MEDIAQ_PULSE=str(writer))
    orphan = subprocess.Popen(command, env=env, pass_fds=[writer], stderr=subprocess.DEVNULL)
    try:
        assert os.read(reader, 1 << 16).endswith(b" mediaq.ssml_jobs 0.6666666666666666\n")
        os.close(reader)
        os.close(writer)
        assert orphan.wait(10.0) == 0
    finally:
        orphan.kill()
        orphan.wait()


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
