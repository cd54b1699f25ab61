"""The analysis with everything it produced, and its asset."""

from typing import Any
from uuid import uuid4

import pytest
from psycopg import sql
from starlette.testclient import TestClient

from tests.api.media import MP4, accepted
from tests.api.problem import refused
from tests.api.rows import fail, insert_file, insert_spoken, uploaded
from tests.kit.connections import Connection
from tests.kit.rows import insert, insert_analysis, insert_feedback


def test_a_fresh_analysis(client: TestClient) -> None:
    made = accepted(client)
    body = client.get(f"/api/v1/analyses/{made['analysis_id']}").json()
    assert body["asset"]["asset_id"] == made["asset_id"]
    assert body["asset"]["size_bytes"] == len(MP4)
    assert (body["status"], body["kickoff"], body["attempt"]) == ("queued", "auto", 0)
    nothing = {name: body[name] for name in ("results", "files", "feedback", "attempts")}
    assert nothing == {"results": [], "files": [], "feedback": [], "attempts": []}
    assert body["files_total"] == 0


def test_feedback_comes_worst_first_with_its_speech(
    client: TestClient, connection: Connection
) -> None:
    _, analysis_id = uploaded(connection)
    late = insert_feedback(connection, "c", analysis_id, severity="warning", start_ms=9)
    early = insert_feedback(connection, "b", analysis_id, severity="warning", start_ms=2)
    worst, segment = insert_spoken(
        connection, analysis_id, "a", "speech/a.ogg", severity="critical", start_ms=50
    )
    feedback = client.get(f"/api/v1/analyses/{analysis_id}").json()["feedback"]
    assert [item["feedback_id"] for item in feedback] == [worst, early, late]
    (ssml,), (audio,) = feedback[0]["ssml"], feedback[0]["audio"]
    assert ssml["ssml"] == "<speak/>"
    assert audio["url"] == f"/api/v1/audio/{segment}"
    assert (audio["duration_ms"], audio["format"]) == (1200, "opus")
    assert audio["marks"] == {"start": 0}
    assert feedback[1]["audio"] == []


def test_many_frames_are_counted_and_the_list_is_cut(
    client: TestClient, connection: Connection
) -> None:
    _, analysis_id = uploaded(connection)
    for position in range(250):
        insert_file(connection, analysis_id, "x", kind="frame", position=position)
    poster = insert_file(connection, analysis_id, "x", width=64, height=48)
    body = client.get(f"/api/v1/analyses/{analysis_id}").json()
    assert body["files_total"] == 251
    assert body["files_by_kind"] == {"frame": 250, "poster": 1}
    assert len(body["files"]) == 200
    assert body["files"][0]["url"] == f"/api/v1/files/{poster}"
    assert [file["position"] for file in body["files"][1:]] == list(range(199))


def test_results_and_bad_attempts_are_shown(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    insert(
        connection,
        "analysis_results",
        analysis_id=analysis_id,
        analysis_type="technical",
        summary="Fine.",
        result={"loudness": -23.1},
    )
    fail(connection, "no_space", "disk full", permanent=False)
    body = client.get(f"/api/v1/analyses/{analysis_id}").json()
    assert body["results"][0]["result"] == {"loudness": -23.1}
    assert [(a["attempt"], a["kind"], a["code"]) for a in body["attempts"]] == [
        (1, "error", "no_space")
    ]
    assert (body["status"], body["attempt"]) == ("queued", 1)
    assert body["error"] == {"code": "no_space", "message": "disk full"}


@pytest.mark.parametrize("segments", [[{"text": "Yes.", "start_ms": 5, "end_ms": 9}], 7, [{}]])
def test_the_newest_transcript_is_shown(
    client: TestClient, connection: Connection, segments: Any
) -> None:
    _, analysis_id = uploaded(connection)
    path = f"/api/v1/analyses/{analysis_id}"
    assert client.get(path).json()["transcript"] is None
    for text in ("No.", "Yes."):
        insert(
            connection,
            "transcriptions",
            analysis_id=analysis_id,
            provider="whisper",
            text_content=text,
            language="en",
            confidence_score=0.5,
            metadata={"model": "tiny", "segments": segments},
        )
    shown = client.get(path).json()["transcript"]
    whole = isinstance(segments, list) and segments != [{}]
    assert shown.pop("segments") == (segments if whole else [])
    assert shown == {
        "provider": "whisper", "model": "tiny", "language": "en", "confidence": 0.5, "text": "Yes.",
    }  # fmt: skip


def test_an_asset_and_its_analyses(client: TestClient, connection: Connection) -> None:
    asset_id, first = uploaded(connection)
    second = insert_analysis(connection, asset_id)
    asset = client.get(f"/api/v1/assets/{asset_id}").json()
    assert (asset["filename"], asset["analysis_status"]) == ("clip.mp4", "queued")
    data = client.get(f"/api/v1/assets/{asset_id}/analyses").json()["data"]
    assert [(a["analysis_id"], a["kickoff"]) for a in data] == [
        (str(second), "asked"),
        (str(first), "auto"),
    ]


@pytest.mark.parametrize("path", ["analyses/{}", "assets/{}", "assets/{}/analyses"])
def test_unknown_and_malformed_ids(client: TestClient, path: str) -> None:
    refused(client.get("/api/v1/" + path.format(uuid4())), 404, "not_found")
    for bad in ("7", "%00", uuid4().hex, "é"):
        refused(client.get("/api/v1/" + path.format(bad)), 400, "invalid_id", ["path", "id"])


@pytest.mark.parametrize(
    ("table", "gone"),
    [("media_assets", ("analyses", "assets")), ("analysis", ("analyses",))],
)
def test_deleted_ones_are_gone(
    client: TestClient, connection: Connection, table: str, gone: tuple[str, ...]
) -> None:
    asset_id, analysis_id = uploaded(connection)
    connection.execute(
        sql.SQL("update mediaq.{} set deleted_at = mediaq.now()").format(sql.Identifier(table))
    )
    ids = {"analyses": analysis_id, "assets": asset_id}
    for resource, id in ids.items():
        answer = client.get(f"/api/v1/{resource}/{id}")
        if resource in gone:
            refused(answer, 410, "gone")
        else:
            assert answer.status_code == 200
