"""From a row with a URL to findings, with real worker processes and an origin on loopback."""

import asyncio
import hashlib
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from mediaq.settings import Settings
from tests.api.process import running
from tests.cli.running import call, call_json
from tests.kit.clips import render
from tests.kit.connections import Connection, column, value
from tests.kit.origin import CANARY, HOST, Conduct, Origin, answer, serving, then_silence, untouched
from tests.kit.pipeline import faulty_clip, wait_until_analysed
from tests.kit.processes import WorkerProcess, worker
from tests.kit.rows import insert, insert_asset
from tests.kit.wait import wait_for

Start = Callable[..., AbstractContextManager[WorkerProcess]]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return render(faulty_clip(4.5), tmp_path_factory.mktemp("clip") / "clip.mp4").read_bytes()


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Start:
    """Starts an analysis worker that may fetch from an origin."""

    def start(origin: Origin, **env: str) -> AbstractContextManager[WorkerProcess]:
        given: dict[str, Any] = {
            "MEDIAQ_FETCH_ALLOW": HOST,
            "MEDIAQ_FETCH_PORTS": str(origin.port),
            "MEDIAQ_FETCH_UNSANDBOXED": "true",
            **env,
        }
        return worker("analysis", database_url, tmp_path, **given)

    return start


def in_turn(*conducts: bytes | Conduct) -> Conduct:
    """One conduct per request; the last one stays."""
    left = list(conducts)

    async def conduct(writer: asyncio.StreamWriter) -> None:
        now = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(now, bytes):
            writer.write(now)
            await writer.drain()
        else:
            await now(writer)

    return conduct


def half(body: bytes) -> Conduct:
    """Announces a body, sends half of it, and no more."""
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return then_silence(head + body[: len(body) // 2])


def job(connection: Connection) -> tuple[Any, ...]:
    rows = connection.execute("select status, attempts, error_code from mediaq.analysis").fetchall()
    assert len(rows) == 1
    return rows[0]


def upload_status(connection: Connection) -> str:
    return str(value(connection, "select upload_status from mediaq.media_assets"))


def originals(data: Path) -> Iterator[str]:
    root = data / "storage" / "originals"
    return (path.name for path in root.rglob("*") if path.is_file())


def test_a_url_becomes_findings(
    connection: Connection, tmp_path: Path, clip: bytes, start: Start
) -> None:
    with serving({"/a/clip.mp4?x=1": answer("200 OK", clip)}) as origin, start(origin):
        asset = insert(connection, "media_assets", source_url=origin.url("/a/clip.mp4?x=1"))
        assert wait_until_analysed(connection, asset) == "completed"
    sha256 = hashlib.sha256(clip).hexdigest()
    assert connection.execute(
        "select filename, media_type, mime_type, size_bytes, sha256, storage_path, upload_status,"
        " width from mediaq.media_assets"
    ).fetchone() == (
        *("clip.mp4", "video", "video/mp4", len(clip), sha256),
        *(f"originals/{sha256[:2]}/{sha256}", "completed", 160),
    )
    codes = column(connection, "select code from mediaq.analysis_feedback")
    assert "video.black" in codes
    assert job(connection) == ("completed", 1, None)
    assert list(originals(tmp_path)) == [sha256]


def test_a_url_asked_for_by_command(
    database_url: str, connection: Connection, tmp_path: Path, clip: bytes, start: Start
) -> None:
    with serving({"/clip.mp4": answer("200 OK", clip)}) as origin, start(origin):
        settings = Settings(
            database_url=database_url,
            data_dir=tmp_path,
            port=0,
            fetch_allow=(HOST,),
            fetch_ports=(origin.port,),
        )
        with running(settings) as api:
            said = call_json("upload", origin.url(), "--url", api.url)
            asset = value(connection, "select id from mediaq.media_assets")
            assert wait_until_analysed(connection, asset) == "completed"
            refused = call("upload", f"http://{CANARY}/clip.mp4", "--url", api.url)
    assert str(value(connection, "select id from mediaq.analysis")) == said["analysis_id"]
    assert len(origin.heads) == 1
    assert (refused.returncode, "422" in refused.stderr) == (1, True)


def test_loopback_is_not_fetched_from_unless_listed(connection: Connection, start: Start) -> None:
    with serving({}) as origin, untouched(origin.port), start(origin, MEDIAQ_FETCH_ALLOW="*"):
        for host in (CANARY, "localhost", "0x7f.1", "[::ffff:127.0.0.1]", HOST):
            asset = insert_asset(connection, source_url=origin.url(host=host))
            assert wait_until_analysed(connection, asset) == "failed"
    assert origin.heads == []
    query = "select distinct attempts || error_code from mediaq.analysis"
    assert column(connection, query) == ["1url_not_allowed"]
    assert column(connection, "select distinct upload_status from mediaq.media_assets") == [
        "failed"
    ]


def test_what_is_stored_is_not_fetched_again(
    connection: Connection, clip: bytes, start: Start
) -> None:
    with serving({"/clip.mp4": answer("200 OK", clip[: len(clip) // 2])}) as origin, start(origin):
        asset = insert_asset(connection, source_url=origin.url())
        assert wait_until_analysed(connection, asset) == "failed"
        assert (*job(connection), upload_status(connection)) == (
            *("failed", 1, "media_invalid"),
            "completed",
        )
        value(connection, "select mediaq.retry('mediaq.analysis')")
        assert wait_until_analysed(connection, asset) == "failed"
    assert len(origin.heads) == 1


def test_an_origin_that_is_down_for_a_moment(
    connection: Connection, clip: bytes, start: Start
) -> None:
    down = answer("503 Service Unavailable", Retry_After="0")
    broken_off = answer("200 OK", clip[:-1], Content_Length=str(len(clip)))
    turns = in_turn(down, broken_off, answer("200 OK", clip))
    connection.execute("update mediaq.queues set backoff_base = '10 milliseconds'")
    with serving({"/clip.mp4": turns}) as origin, start(origin, MEDIAQ_POLL_SECONDS="0.2"):
        asset = insert_asset(connection, source_url=origin.url())
        assert wait_until_analysed(connection, asset) == "completed"
    assert job(connection) == ("completed", 3, None)
    assert column(connection, "select code from mediaq.job_errors") == ["fetch_failed"] * 2


def test_a_worker_killed_while_it_fetches(
    connection: Connection, tmp_path: Path, clip: bytes, start: Start
) -> None:
    connection.execute("update mediaq.queues set lease = '4 seconds'")
    turns = in_turn(half(clip), answer("200 OK", clip))
    with serving({"/clip.mp4": turns}) as origin, start(origin) as victim:
        asset = insert_asset(connection, source_url=origin.url())
        assert origin.asked.wait(20.0)
        victim.signal(signal.SIGKILL)
        assert origin.left.wait(20.0)
        assert (list(originals(tmp_path)), upload_status(connection)) == ([], "pending")
        (half_file,) = (tmp_path / "storage" / "tmp").glob("incoming-*")
        os.utime(half_file, (0, 0))
        with start(origin):
            assert not half_file.exists()
            assert wait_until_analysed(connection, asset) == "completed"
    assert job(connection)[:2] == ("completed", 2)
    assert list(originals(tmp_path)) == [hashlib.sha256(clip).hexdigest()]


def test_a_canceled_analysis_hangs_up_at_once(
    connection: Connection, tmp_path: Path, clip: bytes, start: Start
) -> None:
    with serving({"/clip.mp4": half(clip)}) as origin, start(origin) as busy:
        insert_asset(connection, source_url=origin.url())
        assert origin.asked.wait(20.0)
        value(
            connection,
            "select mediaq.cancel('mediaq.analysis', array_agg(id)) from mediaq.analysis",
        )
        assert origin.left.wait(5.0)
        wait_for(lambda: busy.logged("lease_lost"))
        wait_for(lambda: not [p for p in (tmp_path / "storage").rglob("*") if p.is_file()])
    assert (job(connection)[0], upload_status(connection)) == ("canceled", "pending")


def test_limits_alone_are_no_sandbox_for_what_comes_from_a_url(
    connection: Connection, start: Start
) -> None:
    weak = {"MEDIAQ_SANDBOX": "rlimits", "MEDIAQ_FETCH_UNSANDBOXED": "false"}
    with serving({}) as origin, start(origin, **weak):
        asset = insert_asset(connection, source_url=origin.url())
        assert wait_until_analysed(connection, asset) == "failed"
    assert (job(connection), origin.heads) == (("failed", 1, "sandbox_needed"), [])
