"""`mediaq queue` against a database, in this process."""

import json
from typing import Any

import pytest

from mediaq.cli.app import run
from tests.kit.connections import Connection, value
from tests.kit.rows import insert_analysis, insert_feedback


@pytest.fixture(autouse=True)
def configured(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIAQ_DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)


def answered(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert run(["queue", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_cancel_then_retry(connection: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    job = str(insert_analysis(connection))
    assert answered(capsys, "cancel", "analysis", job)["jobs"] == [
        {"id": job, "outcome": "canceled"}
    ]
    again = answered(capsys, "cancel", "mediaq.analysis", job)["jobs"]
    assert again[0]["outcome"] == "already_canceled"
    assert answered(capsys, "retry", "mediaq.analysis")["retried"] == []
    assert answered(capsys, "retry", "analysis", job)["retried"] == [job]
    counts = {row["queue"]: row for row in answered(capsys)["queues"]}["analysis"]
    assert (counts["queued"], counts["canceled"]) == (1, 0)
    assert run(["queue", "cancel", "analysis", "00000000-0000-7000-8000-000000000000"]) == 1
    assert "no such job" in capsys.readouterr().err


def test_pause_and_resume(connection: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    for verb, paused in (("pause", True), ("resume", False)):
        assert answered(capsys, verb, "ssml_jobs") == {"queue": "ssml_jobs", "paused": paused}
        query = "select paused_at is not null from mediaq.queues where queue = %s::regclass"
        assert value(connection, query, "mediaq.ssml_jobs") is paused


@pytest.mark.parametrize("name", ["nonsense", "mediaq.media_assets", "x; drop table y", ""])
def test_a_queue_that_is_none(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["queue", "pause", name]) == 1
    assert "there is no queue" in capsys.readouterr().err


def test_failures_of_every_owner(
    connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    insert_feedback(connection)
    job = value(connection, "select id from mediaq.ssml_jobs")
    connection.execute(
        "insert into mediaq.job_errors (queue, job_id, attempt, kind, code, error)"
        " values ('mediaq.ssml_jobs', %s, 1, 'error', 'tool_failed', 'a\tb\x1b[31m')",
        [job],
    )
    assert [row["job_id"] for row in answered(capsys, "failures")["failures"]] == [str(job)]
    assert run(["queue", "failures"]) == 0
    line = capsys.readouterr().out.splitlines()[1]
    assert line.split("\t")[-2:] == ["tool_failed", "a b [31m"]
