"""Cheap polling: ETags that change with the answer, 304, and when to ask again."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.rows import complete, insert_spoken, uploaded
from tests.kit.connections import Connection


@pytest.fixture(
    params=[
        "/api/media/status/{n}",
        "/api/analysis/status?asset_id={a}",
        "/api/v1/analyses/{n}",
        "/api/v1/assets/{a}/analyses",
    ]
)
def polled(request: pytest.FixtureRequest, connection: Connection) -> str:
    """A page about a queued analysis."""
    asset, analysis = uploaded(connection)
    path: str = request.param
    return path.format(a=asset, n=analysis)


def ask(client: TestClient, path: str, etag: str = "") -> Any:
    return client.get(path, headers={"If-None-Match": etag} if etag else {})


def claim(connection: Connection) -> None:
    connection.execute("select mediaq.claim('mediaq.analysis', mediaq.new_id(), 1)")


def beat(connection: Connection, progress: int) -> None:
    connection.execute(
        "select mediaq.heartbeat('mediaq.analysis', array[id], array[lease], array[%s])"
        " from mediaq.analysis",
        [progress],
    )


def test_unchanged_is_304(client: TestClient, polled: str) -> None:
    first = ask(client, polled)
    assert first.headers["cache-control"] == "private, no-cache"
    assert int(first.headers["retry-after"]) > 0
    again = ask(client, polled, first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "retry-after"):
        assert again.headers[name] == first.headers[name]


def test_the_etag_follows_status_and_progress_but_not_heartbeats(
    client: TestClient, polled: str, connection: Connection
) -> None:
    queued = ask(client, polled).headers["etag"]
    claim(connection)
    started = ask(client, polled, queued)
    assert started.status_code == 200
    beat(connection, 0)
    assert ask(client, polled, started.headers["etag"]).status_code == 304
    beat(connection, 40)
    moved = ask(client, polled, started.headers["etag"])
    assert moved.status_code == 200
    assert "40" in moved.text


def test_no_hint_when_nothing_will_change(client: TestClient, connection: Connection) -> None:
    asset, analysis = uploaded(connection)
    complete(connection, analysis)
    for path in (f"/api/media/status/{analysis}", f"/api/analysis/status?asset_id={asset}"):
        assert "retry-after" not in ask(client, path).headers
    insert_spoken(connection, analysis, "Too dark.", "speech/1.opus")
    assert "retry-after" in ask(client, f"/api/analysis/status?asset_id={asset}").headers
    assert "retry-after" in ask(client, f"/api/v1/analyses/{analysis}").headers


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("{etag}", 304),
        ("{strong}", 304),
        ('"other", {etag}', 304),
        ('"a,b",{strong}', 304),
        ("*", 304),
        ('"other"', 200),
        ("{bare}", 200),
        ('"', 200),
        ("\\xff", 200),
    ],
)
def test_if_none_match(client: TestClient, connection: Connection, given: str, status: int) -> None:
    path = f"/api/media/status/{uploaded(connection)[1]}"
    etag = ask(client, path).headers["etag"]
    strong = etag.removeprefix("W/")
    header = given.format(etag=etag, strong=strong, bare=strong.strip('"'))
    assert ask(client, path, header).status_code == status


def test_head_is_get_without_a_body(client: TestClient, polled: str) -> None:
    got, head = ask(client, polled), client.head(polled)
    assert (head.status_code, head.headers["etag"]) == (200, got.headers["etag"])
