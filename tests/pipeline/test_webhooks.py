"""From an upload that names a callback URL to a webhook that its receiver verifies, with real
processes; and what becomes of webhooks when these or the server are killed."""

import signal
import threading
from pathlib import Path
from typing import Any

import httpx2
import psycopg

from mediaq.db.migrate import migrate
from mediaq.settings import Settings
from mediaq.webhooks.secret import master_secret, signing_secret
from tests.api.process import running
from tests.kit.clips import render
from tests.kit.connections import Connection, column, value
from tests.kit.pipeline import faulty_clip
from tests.kit.postmaster import postmaster
from tests.kit.processes import worker
from tests.kit.queues import Queue
from tests.kit.receiver import Answer, Receiver, receiving
from tests.kit.rows import insert_analysis
from tests.kit.wait import wait_for

LOOPBACK: dict[str, Any] = {"MEDIAQ_CALLBACK_HTTP": "true", "MEDIAQ_POLL_SECONDS": "0.2"}
JOB = "select status from mediaq.webhook_jobs"


def secret(data: Path) -> str:
    """That of `local`, from the file which the first of its workers made."""
    return signing_secret(master_secret(Settings(data_dir=data)), "local", 1)


def asked(receiver: Receiver) -> None:
    """Returns when one more request has come in."""
    assert receiver.asked.acquire(timeout=30.0)


def end(connection: Connection, url: str) -> None:
    """An analysis ends whose producer wants to know."""
    insert_analysis(connection, callback_url=url)
    analyses = Queue(connection, "analysis")
    analyses.complete(analyses.take())


def short(connection: Connection) -> None:
    """Leases and pauses that a test can wait for."""
    connection.execute(
        "update mediaq.queues set lease = '1 second', backoff_base = '50 milliseconds'"
        " where queue = 'mediaq.webhook_jobs'::regclass"
    )


def test_an_upload_is_answered_by_a_webhook(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    clip = render(faulty_clip(4.5), tmp_path / "clip.mp4")
    settings = Settings(
        _env_file=None, database_url=database_url, data_dir=tmp_path, port=0, callback_http=True
    )
    with (
        receiving() as receiver,
        running(settings) as api,
        worker("analysis", database_url, tmp_path),
        worker("webhooks", database_url, tmp_path, **LOOPBACK),
    ):
        with clip.open("rb") as file:
            answer = httpx2.post(
                f"{api.url}/api/upload",
                files={"file": file},
                params={"callback_url": receiver.url()},
                trust_env=False,
            )
        assert answer.status_code == 202, answer.text
        asked(receiver)
        wait_for(lambda: value(connection, JOB) == "completed")
    told: dict[str, Any] = receiver.got[0].verified(secret(tmp_path))
    assert told["type"] == "analysis.completed"
    assert told["data"]["asset_id"] == answer.json()["asset_id"]
    (analysis,) = column(connection, "select id::text from mediaq.analysis")
    assert told["data"]["analysis_id"] == analysis
    assert len(receiver.got) == 1


def test_a_worker_killed_while_it_delivers(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    short(connection)
    slow = Answer(wait=threading.Event())
    with (
        receiving(slow, Answer()) as receiver,
        worker("webhooks", database_url, tmp_path, **LOOPBACK) as victim,
    ):
        end(connection, receiver.url())
        asked(receiver)
        victim.hurt(signal.SIGKILL)
        asked(receiver)
        wait_for(lambda: value(connection, JOB) == "completed")
    first, second = receiver.got
    assert first.id == second.id
    assert first.verified(secret(tmp_path)) == second.verified(secret(tmp_path))
    assert column(connection, "select attempt from mediaq.webhook_attempts") == [2]


def test_the_server_restarts_between_two_attempts(tmp_path: Path) -> None:
    with postmaster() as own:
        migrate(own.url)
        with (
            receiving(Answer(500), Answer()) as receiver,
            worker("webhooks", own.url, tmp_path, **LOOPBACK),
        ):
            with psycopg.connect(own.url, autocommit=True) as connection:
                short(connection)
                end(connection, receiver.url())
                asked(receiver)
                wait_for(lambda: value(connection, "select count(*) from mediaq.job_errors") == 1)
            own.restart_immediately()
            with psycopg.connect(own.url, autocommit=True) as connection:
                wait_for(lambda: value(connection, JOB) == "completed", 30.0)
                query = "select response_status from mediaq.webhook_attempts order by id"
                assert column(connection, query) == [500, 204]
    assert len({got.id for got in receiver.got}) == 1
