"""Sessions: a row for a client that names itself, written seldom, trusted never."""

from collections.abc import Iterator
from time import monotonic

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mediaq.settings import Settings
from tests.kit.connections import Connection, value

STATUS = "/api/media/status"


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings)
    with TestClient(app, client=("192.0.2.7", 1), headers={"User-Agent": "me/1"}) as client:
        yield client


def test_a_session_is_made_on_first_sight(client: TestClient, connection: Connection) -> None:
    assert client.get(STATUS, headers={"X-Session-Id": "s-1"}).status_code == 200
    row = connection.execute(
        "select id, user_agent, host(ip_address), request_count from mediaq.sessions"
    ).fetchall()
    assert row == [("s-1", "me/1", "192.0.2.7", 1)]


def test_it_is_written_once_a_minute_and_loses_no_count(
    client: TestClient, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = "select request_count from mediaq.sessions"
    for _ in range(5):
        client.get("/nothing", headers={"X-Session-Id": "s-1"})
    assert value(connection, count) == 1
    now = monotonic()
    monkeypatch.setattr("api.sessions.monotonic", lambda: now + 61)
    client.get(STATUS, headers={"X-Session-Id": "s-1"})
    assert value(connection, count) == 6


@pytest.mark.parametrize("given", ["", "x" * 201, "a\tb", "é"])
def test_a_name_that_is_none_is_passed_over(
    client: TestClient, connection: Connection, given: str
) -> None:
    assert client.get(STATUS, headers={b"X-Session-Id": given.encode()}).status_code == 200
    assert value(connection, "select count(*) from mediaq.sessions") == 0


def test_liveness_makes_none(client: TestClient, connection: Connection) -> None:
    client.get("/health", headers={"X-Session-Id": "s-1"})
    assert value(connection, "select count(*) from mediaq.sessions") == 0


def test_a_session_that_cannot_be_written_is_no_reason_to_refuse(
    client: TestClient, connection: Connection
) -> None:
    connection.execute("alter table mediaq.sessions rename to elsewhere")
    assert client.get(STATUS, headers={"X-Session-Id": "s-1"}).status_code == 200
    connection.execute("alter table mediaq.elsewhere rename to sessions")
    assert client.get(STATUS, headers={"X-Session-Id": "s-1"}).status_code == 200
    assert value(connection, "select request_count from mediaq.sessions") == 2


def test_bodies_count_too(client: TestClient, connection: Connection) -> None:
    asked = {"media_url": "https://example.com/clip.mp4", "session_id": "s-1", "force": True}
    for headers in ({}, {"X-Session-Id": "s-1"}):
        answer = client.post("/api/media/analyze", json=asked, headers=headers)
        assert answer.status_code == 202, answer.text
    rows = "select count(*) from mediaq.analysis where session_id = 's-1'"
    assert value(connection, rows) == 2
