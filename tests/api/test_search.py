"""`GET /api/v1/search`: hits, their places and snippets, filters, pages, whose they are."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.kit.connections import Connection
from tests.kit.rows import insert, insert_analysis, insert_asset, insert_feedback

PATH = "/api/v1/search"


def hits(client: TestClient, q: str, **asked: str) -> list[dict[str, Any]]:
    """The first page of a search."""
    response = client.get(PATH, params={"q": q, **asked})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["data"]
    return found


def shown(hit: dict[str, Any]) -> str:
    """A snippet with what matched in brackets."""
    return "".join(f"[{p['text']}]" if p["match"] else p["text"] for p in hit["snippet"])


@pytest.fixture
def everything(connection: Connection) -> dict[str, str]:
    """One passage of each kind that says `window`; ids by what they are of."""
    asset = insert_asset(connection, filename="the-window_1.mp4", media_type="video")
    analysis = insert_analysis(connection, asset)
    connection.execute("update mediaq.media_assets set analysis_status = 'completed'")
    finding = insert_feedback(
        connection, "The window is overexposed.", analysis,
        code="video.bright", severity="warning", start_ms=2000, end_ms=3000,
    )  # fmt: skip
    said = {"segments": [{"start_ms": 400, "end_ms": 900, "text": "Open the windows!"}]}
    insert(connection, "transcriptions", analysis_id=analysis, provider="p", text_content="-",
           language="en", metadata=said)  # fmt: skip
    insert(connection, "analysis_results", analysis_id=analysis, analysis_type="text",
           result={"pages": [{"page": 3, "text": "A window seat."}]})  # fmt: skip
    return {"asset": str(asset), "analysis": str(analysis), "finding": str(finding)}


def test_every_kind_with_its_place(client: TestClient, everything: dict[str, str]) -> None:
    found = {hit["kind"]: hit for hit in hits(client, "window")}
    places = {
        kind: (shown(hit), hit["start_ms"], hit["end_ms"], hit["page"])
        for kind, hit in found.items()
    }
    assert places == {
        "finding": ("The [window] is overexposed.", 2000, 3000, None),
        "transcript": ("Open the [windows]!", 400, 900, None),
        "page": ("A [window] seat.", None, None, 3),
        "name": ("the-[window]_1.mp4", None, None, None),
    }
    for kind, hit in found.items():
        assert (hit["asset_id"], hit["filename"]) == (everything["asset"], "the-window_1.mp4")
        assert hit["analysis_id"] == (None if kind == "name" else everything["analysis"])
    finding = found["finding"]
    assert str(finding["feedback_id"]) == everything["finding"]
    assert (finding["code"], finding["severity"]) == ("video.bright", "warning")


@pytest.mark.usefixtures("everything")
def test_filters(client: TestClient) -> None:
    assert {hit["kind"] for hit in hits(client, "window", kind="page,name")} == {"page", "name"}
    assert len(hits(client, "window", media_type="audio,video")) == 4
    assert hits(client, "window", media_type="audio") == []
    assert hits(client, "curtain") == hits(client, "  ") == hits(client, "-window") == []


@pytest.mark.usefixtures("everything")
def test_pages_of_hits(client: TestClient) -> None:
    every, listed, asked = hits(client, "window"), [], {"q": "window", "limit": "1"}
    while True:
        page = client.get(PATH, params=asked).json()
        listed += page["data"]
        if page["next_cursor"] is None:
            break
        asked["cursor"] = page["next_cursor"]
    assert listed == every
    assert len(every) == 4


def test_no_markup_gets_through(client: TestClient, connection: Connection) -> None:
    evil = "<img src=x onerror=alert(1)> dark \x02<b>\x03 </mark><script>window</script>"
    insert_feedback(connection, evil)
    (hit,) = hits(client, "dark")
    assert [piece["text"] for piece in hit["snippet"] if piece["match"]] == ["dark"]
    asset = insert_asset(connection, filename="<script>alert(1)</script>.mp4")
    connection.execute("update mediaq.media_assets set analysis_status = 'completed'")
    (hit,) = hits(client, "alert", kind="name")
    assert hit["asset_id"] == str(asset)
    assert shown(hit) == "<script>[alert](1)</script>.mp4"


def test_whose_they_are(client: TestClient, connection: Connection) -> None:
    for owner in ("ann", "bob"):
        asset = insert_asset(connection, owner=owner)
        insert_feedback(connection, "Dark.", insert_analysis(connection, asset, owner=owner))
    key = make(connection, owner="ann")
    found = client.get(PATH, params={"q": "dark"}, headers=bearer(key)).json()["data"]
    assert len(found) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": ""},
        {"q": "a" * 301},
        {"q": "a\0b"},
        {"q": "a", "kind": "song"},
        {"q": "a", "media_type": "page"},
        {"q": "a", "limit": "101"},
        {"q": "a", "cursor": "x"},
        {"q": "a", "cursor": "é" * 16},
    ],
)
def test_what_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    refused(client.get(PATH, params=asked), 400, "invalid_query")


@pytest.mark.parametrize("cursor", ["_" * 16, "f4AAAAAAAAAAAAAB", "A" * 16])
def test_a_cursor_that_nobody_gave(client: TestClient, cursor: str) -> None:
    assert hits(client, "window", cursor=cursor) == []
