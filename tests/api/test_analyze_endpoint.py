"""`POST /api/media/analyze`: the PRD's shapes, every way to name media, and what is refused."""

from typing import Any, LiteralString
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from mediaq import __version__
from mediaq.settings import Settings
from tests.api.media import MP4, accepted
from tests.api.problem import refused
from tests.api.rows import complete, kicked_off, stored, uploaded
from tests.kit.connections import Connection, value
from tests.kit.rows import insert, insert_asset

PATH = "/api/media/analyze"
URL = "https://example.com/clips/caf%C3%A9%20one.mp4?token=1"
REQUEST = {
    "prompt": "What is happening in this video?",
    "media_url": URL,
    "media_type": "video",
    "config": {"model": "gpt-4o", "max_tokens": 2000, "temperature": 0.7},
    "options": {
        "extract_frames": True,
        "generate_contact_sheet": False,
        "transcribe_audio": True,
    },
}


def ask(client: TestClient, **body: Any) -> Any:
    """The answer to a request."""
    return client.post(PATH, json=body)


def row(connection: Connection, query: LiteralString, id: str) -> dict[str, Any]:
    """One row of a table as a dictionary."""
    found: dict[str, Any] = value(connection, query, id)
    return found


def analysis_row(connection: Connection, id: str) -> dict[str, Any]:
    return row(connection, "select to_jsonb(a) from mediaq.analysis a where id = %s", id)


def asset_row(connection: Connection, id: str) -> dict[str, Any]:
    return row(connection, "select to_jsonb(a) from mediaq.media_assets a where id = %s", id)


def test_the_prd_s_request_is_answered_in_its_shape(
    client: TestClient, connection: Connection
) -> None:
    answer = client.post(PATH, json=REQUEST)
    body = answer.json()
    assert answer.status_code == 202
    id = str(UUID(body.pop("analysis_id")))
    assert body == {
        "status": "pending",
        "estimated_time": 30,
        "message": "Analysis queued. Check status with /api/media/status/{id}",
    }
    assert answer.headers["location"] == f"/api/media/status/{id}"
    made = analysis_row(connection, id)
    assert (made["kickoff"], made["status"]) == ("auto", "queued")
    assert made["prompt"] == REQUEST["prompt"]
    assert made["config"] == REQUEST["config"]
    assert made["options"] == REQUEST["options"]
    asset = asset_row(connection, made["asset_id"])
    assert asset["source_url"] == URL
    assert asset["filename"] == "café one.mp4"
    assert (asset["upload_status"], asset["analysis_status"]) == ("pending", "queued")
    shown = client.get(f"/api/media/status/{id}").json()
    assert (shown["status"], shown["source_url"], shown["media_type"]) == ("pending", URL, "video")


def test_the_kind_of_media_is_optional(client: TestClient) -> None:
    made = ask(client, media_url=URL).json()
    assert client.get(f"/api/media/status/{made['analysis_id']}").json()["media_type"] == "unknown"


@pytest.mark.parametrize("name", ["asset_id", "video_recording_id"])
def test_an_uploaded_asset(client: TestClient, connection: Connection, name: str) -> None:
    asset_id, first = uploaded(connection)
    answer = ask(client, **{name: str(asset_id)}, prompt="Who speaks?", priority=5)
    assert answer.status_code == 202
    made = analysis_row(connection, answer.json()["analysis_id"])
    assert made["id"] != str(first)
    assert (made["asset_id"], made["kickoff"], made["priority"]) == (str(asset_id), "asked", 5)


def test_the_same_words_get_the_same_analysis_unless_forced(
    client: TestClient, connection: Connection
) -> None:
    asset_id, first = uploaded(connection)
    again = ask(client, asset_id=str(asset_id))
    assert (again.status_code, again.json()["analysis_id"]) == (202, str(first))
    complete(connection, first)
    connection.execute("update mediaq.analysis set analyzer_version = %s", [__version__])
    stored_result = ask(client, asset_id=str(asset_id))
    assert stored_result.status_code == 200
    assert stored_result.json()["analysis_id"] == str(first)
    assert (stored_result.json()["status"], stored_result.json()["estimated_time"]) == (
        "completed",
        0,
    )
    others: list[dict[str, Any]] = [
        {"force": True},
        {"prompt": "Why?"},
        {"options": {"fps": 1}},
        {"callback_url": "https://example.com/hook"},
        {"tag": "mine"},
    ]
    for other in others:
        made = ask(client, asset_id=str(asset_id), **other)
        assert (made.status_code, made.json()["status"]) == (202, "pending"), other
    assert value(connection, "select count(*) from mediaq.analysis") == 1 + len(others)


def test_the_result_of_another_release_is_not_the_same(
    client: TestClient, connection: Connection
) -> None:
    asset_id, first = uploaded(connection)
    complete(connection, first)
    connection.execute("update mediaq.analysis set analyzer_version = '0.0.0'")
    assert ask(client, asset_id=str(asset_id)).json()["analysis_id"] != str(first)


def test_a_path_leads_to_its_asset(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    made = accepted(client)
    path = value(connection, "select storage_path from mediaq.media_assets")
    for text in (path, str(settings.storage / path), f"./{path}"):
        answer = ask(client, video_path=text)
        assert answer.json()["analysis_id"] == made["analysis_id"], text


def test_a_path_without_an_asset_gets_one(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    stored(settings, "inbox/holiday film.mp4", MP4)
    answer = ask(client, video_path="inbox/holiday film.mp4", options={"fps": 1})
    made = analysis_row(connection, answer.json()["analysis_id"])
    assert (made["kickoff"], made["options"]) == ("auto", {"fps": 1})
    asset = asset_row(connection, made["asset_id"])
    assert (asset["filename"], asset["upload_status"]) == ("holiday film.mp4", "completed")
    assert (asset["media_type"], asset["size_bytes"]) == ("video", len(MP4))
    assert ask(client, video_path="inbox/holiday film.mp4", options={"fps": 1}).json()[
        "analysis_id"
    ] == str(made["id"])
    assert value(connection, "select count(*) from mediaq.analysis") == 1


def test_hostile_text_is_kept_as_it_is(client: TestClient, connection: Connection) -> None:
    prompt = "'; drop table mediaq.job; -- %s {0} ${x} \\ \u202e \x07 🎬"
    tag = "%(id)s'; select 1; --"
    made = ask(client, media_url=URL, prompt=prompt, tag=tag, parameters={"%s": [prompt]}).json()
    shown = client.get(f"/api/v1/analyses/{made['analysis_id']}").json()
    assert (shown["prompt"], shown["tag"]) == (prompt, tag)
    assert shown["parameters"] == {"%s": [prompt]}


def test_a_session_is_made_on_first_sight(client: TestClient, connection: Connection) -> None:
    one = ask(client, media_url=URL, session_id="browser-7").json()
    two = client.post(
        PATH, json={"media_url": URL}, headers={"X-Session-Id": "browser-7", "User-Agent": "kit"}
    ).json()
    for made in (one, two):
        assert analysis_row(connection, made["analysis_id"])["session_id"] == "browser-7"
    rows = connection.execute("select id, user_agent from mediaq.sessions").fetchall()
    assert rows == [("browser-7", "testclient")]


def test_repeated_with_its_idempotency_key_it_is_made_once(
    client: TestClient, connection: Connection
) -> None:
    key = {"Idempotency-Key": "k1"}
    first = client.post(PATH, json=REQUEST, headers=key)
    second = client.post(PATH, json=REQUEST, headers=key)
    assert second.json() == first.json()
    assert second.status_code == 202
    refused(client.post(PATH, json={"media_url": URL}, headers=key), 422, "idempotency_mismatch")
    assert value(connection, "select count(*) from mediaq.analysis") == 1


def test_a_callback_gets_its_webhook_job(client: TestClient, connection: Connection) -> None:
    hook = "https://example.com/hook"
    made = ask(client, media_url=URL, callback_url=hook).json()
    complete(connection, UUID(made["analysis_id"]))
    rows = connection.execute("select event, url from mediaq.webhook_jobs").fetchall()
    assert rows == [("analysis.completed", hook)]


def test_the_estimate_follows_what_the_last_ones_took(
    client: TestClient, connection: Connection
) -> None:
    for seconds in (10, 20, 90):
        asset = insert_asset(connection, media_type="video", duration_ms=10_000)
        insert(
            connection,
            "analysis",
            asset_id=asset,
            status="completed",
            started_at="2026-01-01 00:00:00Z",
            completed_at=f"2026-01-01 00:{seconds // 60:02}:{seconds % 60:02}Z",
        )
    asset_id, _ = uploaded(connection, duration_ms=60_000)
    assert ask(client, asset_id=str(asset_id), force=True).json()["estimated_time"] == 120
    assert ask(client, media_url=URL, media_type="video").json()["estimated_time"] == 20
    assert ask(client, media_url=URL).json()["estimated_time"] == 20
    assert ask(client, media_url=URL, media_type="audio").json()["estimated_time"] == 30


def test_an_upload_s_own_analysis_is_not_disturbed(
    client: TestClient, connection: Connection
) -> None:
    asset_id, first = uploaded(connection)
    ask(client, asset_id=str(asset_id), force=True)
    assert kicked_off(connection, asset_id) == first
