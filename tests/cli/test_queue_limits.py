"""`mediaq queue limit`, and `mediaq queue retry` with a filter."""

import json
from typing import Any

import psycopg
import pytest
from psycopg import sql

from mediaq.cli.app import run
from tests.kit.connections import Connection, value
from tests.kit.queues import Queue


@pytest.fixture(autouse=True)
def configured(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIAQ_DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["queue", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_limits_are_set_and_lifted(
    connection: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--concurrency", "4", "--key-concurrency", "2", "--rate", "100/minute", "--fair"]
    assert answered(capsys, "limit", "ssml_jobs", *given)["limits"] == {
        "concurrency": 4,
        "key_concurrency": 2,
        "rate_limit": 100,
        "rate_period": "00:01:00",
        "fair": True,
    }
    lifted = ["--concurrency", "0", "--rate", "0", "--no-fair"]
    assert answered(capsys, "limit", "ssml_jobs", *lifted)["limits"] == {
        "concurrency": None,
        "key_concurrency": 2,
        "rate_limit": None,
        "rate_period": None,
        "fair": False,
    }
    assert run(["queue", "limit", "ssml_jobs"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split("\t") == ["ssml_jobs", "-", "2", "-", "no"]


@pytest.mark.parametrize(
    ("rate", "period"),
    [("5/30s", "00:00:30"), ("1/h", "01:00:00"), ("7 / 2 days", "2 days"), ("3/Sec", "00:00:01")],
)
def test_rates(
    connection: Connection, capsys: pytest.CaptureFixture[str], rate: str, period: str
) -> None:
    found = answered(capsys, "limit", "ssml_jobs", "--rate", rate)["limits"]["rate_period"]
    assert value(connection, "select %s::interval = %s::interval", found, period)


@pytest.mark.parametrize(
    "given",
    [
        ["limit", "ssml_jobs", "--rate", "5/month"],
        ["limit", "ssml_jobs", "--rate", "0/s"],
        ["limit", "ssml_jobs", "--rate", "often"],
        ["retry", "ssml_jobs", "--since", "yesterday"],
        ["retry", "ssml_jobs", "00000000-0000-7000-8000-000000000000", "--code", "x"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_understood(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["queue", *given]) == 2


def test_a_login_that_is_not_the_owner(
    connection: Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    login = "limits_" + value(connection, "select substr(md5(random()::text), 1, 8)")
    name = sql.Identifier(login)
    connection.execute(sql.SQL("create role {} login in role mediaq_api").format(name))
    try:
        url = psycopg.conninfo.make_conninfo(database_url, user=login)
        monkeypatch.setenv("DATABASE_URL", url)
        assert run(["queue", "limit", "ssml_jobs", "--concurrency", "1"]) == 1
        assert "only the owner sets limits" in capsys.readouterr().err
    finally:
        connection.execute(sql.SQL("drop role {}").format(name))


def test_retry_by_a_filter(connection: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    queue = Queue(connection)
    ids = sorted(queue.add(3, key="ann"))
    for job in queue.claim(3):
        queue.fail(job, permanent=True)
    assert answered(capsys, "retry", "ssml_jobs", "--code", "other")["retried"] == []
    assert answered(capsys, "retry", "ssml_jobs", "--until", "1h")["retried"] == []
    found = answered(
        capsys, "retry", "ssml_jobs", "--code", "broken", "--since", "1h", "--limit", "2"
    )
    assert found["retried"] == [str(id) for id in ids[:2]]
    again = answered(capsys, "retry", "ssml_jobs", "--key", "ann", "--since", "2020-01-31T08:00")
    assert again["retried"] == [str(ids[2])]
