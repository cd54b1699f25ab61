"""The lists of `/api/v1`: cursors, filters, whose rows; and the pages of findings."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.api.rows import insert_spoken, uploaded
from tests.kit.connections import Connection
from tests.kit.rows import insert_analysis, insert_asset, insert_feedback

V1 = "/api/v1"


def pages(client: TestClient, path: str, name: str, limit: int, **query: str) -> list[list[str]]:
    """The ids of each page of a list."""
    found, cursor = [], None
    while True:
        asked = {**query, "limit": str(limit), **({"cursor": cursor} if cursor else {})}
        body = client.get(f"{V1}/{path}", params=asked).json()
        found.append([item[name] for item in body["data"]])
        cursor = body["next_cursor"]
        if cursor is None:
            return found


def ids(client: TestClient, path: str, name: str, **query: str) -> list[str]:
    """The ids of a list's first page."""
    return pages(client, path, name, 200, **query)[0]


def test_assets_newest_first_from_cursor_to_cursor(
    client: TestClient, connection: Connection
) -> None:
    same_moment = [insert_asset(connection, created_at="2026-01-01") for _ in range(3)]
    later = [insert_asset(connection, created_at=f"2026-01-0{day}") for day in (2, 3)]
    newest_first = [str(id) for id in [*later[::-1], *same_moment[::-1]]]
    found = pages(client, "assets", "asset_id", 2)
    assert found == [newest_first[:2], newest_first[2:4], newest_first[4:]]
    assert pages(client, "assets", "asset_id", 5) == [newest_first]


def test_what_is_added_meanwhile_shifts_no_page(client: TestClient, connection: Connection) -> None:
    first, second = (insert_asset(connection) for _ in range(2))
    page = client.get(f"{V1}/assets?limit=1").json()
    insert_asset(connection)
    rest = client.get(f"{V1}/assets?limit=9&cursor={page['next_cursor']}").json()["data"]
    assert page["data"][0]["asset_id"] == str(second)
    assert [item["asset_id"] for item in rest] == [str(first)]


def test_assets_by_filters(client: TestClient, connection: Connection) -> None:
    video = str(uploaded(connection)[0])
    sound = str(insert_asset(connection, media_type="audio", created_at="2020-01-01"))
    insert_asset(connection, deleted_at="2026-01-01")

    def listed(**query: str) -> list[str]:
        return ids(client, "assets", "asset_id", **query)

    assert listed() == [video, sound]
    assert listed(media_type="audio") == listed(date_to="2020-01-01") == [sound]
    assert listed(upload_status="completed") == listed(date_from="2021-01-01") == [video]
    assert listed(analysis_status="queued") == listed(analysis_status="pending") == [video]


def test_analyses_by_filters(client: TestClient, connection: Connection) -> None:
    asset_id, auto = uploaded(connection)
    connection.execute("insert into mediaq.sessions (id) values ('browser')")
    asked = insert_analysis(connection, asset_id, tag="a'%s", session_id="browser")
    other = insert_analysis(connection, status="canceled", completed_at="2026-01-01")
    hidden = insert_analysis(connection, deleted_at="2026-01-01")

    def listed(**query: str) -> list[str]:
        return ids(client, "analyses", "analysis_id", **query)

    assert listed() == [str(id) for id in (other, asked, auto)]
    assert str(hidden) not in listed()
    assert listed(asset_id=str(asset_id)) == [str(asked), str(auto)]
    assert listed(tag="a'%s") == listed(session_id="browser") == [str(asked)]
    assert listed(status="canceled") == [str(other)]
    assert listed(status="pending") == [str(asked), str(auto)]
    assert listed(media_type="video") == [str(asked), str(auto)]
    assert pages(client, "analyses", "analysis_id", 1) == [[str(id)] for id in (other, asked, auto)]


@pytest.mark.parametrize("path", ["assets", "analyses"])
def test_everybody_sees_their_own(client: TestClient, connection: Connection, path: str) -> None:
    for owner in ("ann", "bob"):
        insert_analysis(connection, insert_asset(connection, owner=owner), owner=owner)
    for owner, rows in (("ann", 1), ("bob", 1), ("carl", 0), ("*", 2)):
        headers = bearer(make(connection, owner))
        assert len(client.get(f"{V1}/{path}", headers=headers).json()["data"]) == rows, owner


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("assets", "limit=0", "invalid_query"),
        ("assets", "limit=201", "invalid_query"),
        ("assets", "cursor=", "invalid_query"),
        ("assets", "cursor=x", "invalid_query"),
        ("assets", "cursor=" + "_" * 32, "invalid_query"),
        ("assets", "cursor=" + "é" * 32, "invalid_query"),
        ("assets", "analysis_status=deleted", "invalid_query"),
        ("assets", "colour=red", "invalid_query"),
        ("analyses", "asset_id=7", "invalid_id"),
        ("analyses", "tag=", "invalid_query"),
        ("analyses", "tag=%00", "invalid_query"),
        ("analyses", "status=x&status=y", "invalid_query"),
    ],
)
def test_bad_queries(client: TestClient, path: str, query: str, code: str) -> None:
    refused(client.get(f"{V1}/{path}?{query}"), 400, code)


@pytest.fixture
def findings(connection: Connection) -> tuple[UUID, list[int]]:
    """An analysis with five findings, the worst first, of which the worst is spoken."""
    _, analysis_id = uploaded(connection)
    info = [
        insert_feedback(connection, None, analysis_id, severity="info", start_ms=at)
        for at in (9, 5)
    ]
    warning = [
        insert_feedback(connection, None, analysis_id, severity="warning", start_ms=at)
        for at in (7, None)
    ]
    worst, _ = insert_spoken(connection, analysis_id, "Flashes.", "a.ogg", severity="critical")
    return analysis_id, [worst, *warning[::-1], *info[::-1]]


def page(client: TestClient, id: object, query: str = "") -> Any:
    """A page of findings."""
    return client.get(f"{V1}/analyses/{id}/feedback?{query}").json()


def test_findings_page_by_page(client: TestClient, findings: tuple[UUID, list[int]]) -> None:
    id, order = findings
    whole = page(client, id)
    assert [item["feedback_id"] for item in whole["data"]] == order
    assert whole["pagination"] == {"page": 1, "per_page": 20, "total": 5, "total_pages": 1}
    assert whole["data"][0]["ssml"][0]["ssml"] == "<speak/>"
    assert whole["data"][0]["audio"][0]["url"].startswith("/api/v1/audio/")
    second = page(client, id, "page=2&per_page=2")
    assert [item["feedback_id"] for item in second["data"]] == order[2:4]
    assert second["pagination"]["total_pages"] == 3
    assert [item["severity"] for item in page(client, id, "severity=warning")["data"]] == [
        "warning",
        "warning",
    ]
    assert page(client, id, "severity=error")["pagination"]["total"] == 0


def test_findings_of_nothing(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    assert page(client, analysis_id)["data"] == []
    refused(client.get(f"{V1}/analyses/x/feedback"), 400, "invalid_id")
    refused(client.get(f"{V1}/analyses/{analysis_id}/feedback?page=0"), 400, "invalid_query")
    client.delete(f"/api/media/{analysis_id}")
    refused(client.get(f"{V1}/analyses/{analysis_id}/feedback"), 410, "gone")
