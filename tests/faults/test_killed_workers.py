"""Workers that are killed, stopped and continued, told to end: nothing is lost or done twice."""

import signal
from pathlib import Path

import pytest

from tests.kit.connections import Connection, value
from tests.kit.pipeline import faulty_clip, stored, upload, wait_until_analysed
from tests.kit.processes import WorkerProcess, alive, worker
from tests.kit.wait import wait_for


@pytest.fixture
def clip(tmp_path: Path, connection: Connection) -> str:
    """A clip that takes a while, on queues with short leases."""
    connection.execute("update mediaq.queues set lease = '2 seconds'")
    return stored(tmp_path, faulty_clip(seconds=30.0))


def holder(*workers: WorkerProcess) -> WorkerProcess:
    """The one of the workers that runs a tool."""
    wait_for(lambda: any(w.tools() for w in workers))
    return next(w for w in workers if w.tools())


def assert_analysed_once(connection: Connection, data: Path) -> None:
    """One set of results, files and findings, and no file that no row names."""
    query = "select count(*) - count(distinct analysis_type) from mediaq.analysis_results"
    assert value(connection, query) == 0
    assert (
        value(
            connection, "select count(*) from mediaq.analysis_feedback where code = 'video.black'"
        )
        == 1
    )
    assert value(connection, "select count(*) from mediaq.asset_files where kind = 'poster'") == 1
    named = {row[0] for row in connection.execute("select file_path from mediaq.asset_files")}
    root = data / "storage"
    kept = {str(p.relative_to(root)) for p in (root / "processed").rglob("*") if p.is_file()}
    assert kept == named


def attempts(connection: Connection) -> tuple[int, int]:
    """Attempts and crashes of the one analysis."""
    row = connection.execute("select attempts, crashes from mediaq.analysis").fetchone()
    assert row is not None
    return row[0], row[1]


def test_sigkill_in_mid_analysis(
    database_url: str, connection: Connection, tmp_path: Path, clip: str
) -> None:
    with (
        worker("analysis", database_url, tmp_path) as one,
        worker("analysis", database_url, tmp_path) as other,
    ):
        asset = upload(connection, clip)
        victim = holder(one, other)
        tools = victim.tools()
        victim.hurt(signal.SIGKILL)
        wait_for(lambda: not any(map(alive, tools)), 2.0)
        assert wait_until_analysed(connection, asset) == "completed"
    assert attempts(connection) == (2, 1)
    assert value(connection, "select kind || code from mediaq.job_errors") == "crashworker_lost"
    assert_analysed_once(connection, tmp_path)


def test_a_stopped_worker_that_goes_on_changes_nothing(
    database_url: str, connection: Connection, tmp_path: Path, clip: str
) -> None:
    with (
        worker("analysis", database_url, tmp_path) as one,
        worker("analysis", database_url, tmp_path) as other,
    ):
        asset = upload(connection, clip)
        zombie = holder(one, other)
        zombie.hurt(signal.SIGSTOP)
        assert wait_until_analysed(connection, asset) == "completed"
        before = connection.execute("select * from mediaq.analysis").fetchall()
        zombie.hurt(signal.SIGCONT)
        wait_for(zombie.let_go)
        wait_for(lambda: not zombie.tools())
        zombie.signal(signal.SIGTERM)
        assert zombie.wait() == 0
        assert connection.execute("select * from mediaq.analysis").fetchall() == before
    assert attempts(connection) == (2, 1)
    assert_analysed_once(connection, tmp_path)


def test_sigterm_gives_the_job_back_uncharged(
    database_url: str, connection: Connection, tmp_path: Path, clip: str
) -> None:
    with worker("analysis", database_url, tmp_path, MEDIAQ_SHUTDOWN_GRACE="0") as one:
        asset = upload(connection, clip)
        tools = holder(one).tools()
        one.signal(signal.SIGTERM)
        assert one.wait() == 0
        assert not any(map(alive, tools))
    row = connection.execute("select status, attempts, lease from mediaq.analysis").fetchone()
    assert row == ("queued", 0, None)
    with worker("analysis", database_url, tmp_path):
        assert wait_until_analysed(connection, asset) == "completed"
    assert attempts(connection) == (1, 0)
    assert_analysed_once(connection, tmp_path)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_idle_worker_ends_at_once_and_in_order(
    database_url: str, connection: Connection, tmp_path: Path, number: signal.Signals
) -> None:
    with worker("ssml", database_url, tmp_path) as idle:
        idle.signal(number)
        assert idle.wait(5.0) == 0
        assert idle.logged("worker_stopped")
    assert value(connection, "select count(*) from mediaq.workers") == 0
