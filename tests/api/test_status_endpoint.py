"""The three status routes, and the one translation between the queue's words and the PRD's."""

from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from api.status import STATUSES, to_media
from tests.api.problem import refused
from tests.api.rows import complete, fail, uploaded
from tests.kit.connections import Connection
from tests.kit.rows import insert, insert_asset, insert_feedback

ASSETS = "/api/analysis/status"
MEDIA = "/api/media/status"
A_UUID = "0199c0de-0000-7000-8000-000000000001"


def test_only_queued_has_another_public_word() -> None:
    assert [to_media(status) for status in STATUSES] == [
        "pending",
        "processing",
        "completed",
        "failed",
        "canceled",
    ]


def test_one_asset_answers_an_object(client: TestClient, connection: Connection) -> None:
    asset_id, analysis_id = uploaded(connection)
    spoken = insert_feedback(connection, "Too loud.", analysis_id)
    insert_feedback(connection, "Too dark.", analysis_id)
    insert_feedback(connection, " ", analysis_id)
    connection.execute(
        "update mediaq.analysis_feedback set audio_status = 'completed' where id = %s", [spoken]
    )
    assert client.get(ASSETS, params={"asset_id": str(asset_id)}).json() == {
        "asset_id": str(asset_id),
        "analysis_id": str(analysis_id),
        "analysis_status": "queued",
        "progress": 0,
        "error": None,
        "speech": {"total": 2, "completed": 1, "failed": 0},
    }


def test_several_assets_answer_a_list_in_order(client: TestClient, connection: Connection) -> None:
    first, second = insert_asset(connection), uploaded(connection)[0]
    deleted, unknown = insert_asset(connection, deleted_at="2026-01-01"), uuid4()
    query = f"?asset_id={second},{unknown}&asset_id={first}&asset_id={deleted},{second}"
    body = client.get(ASSETS + query).json()
    assert [asset["asset_id"] for asset in body["data"]] == [str(second), str(first)]
    assert [asset["analysis_status"] for asset in body["data"]] == ["queued", None]
    assert body["missing"] == [
        {"asset_id": str(unknown), "code": "not_found"},
        {"asset_id": str(deleted), "code": "gone"},
    ]


def test_a_failed_analysis_says_why(client: TestClient, connection: Connection) -> None:
    asset_id, _ = uploaded(connection)
    fail(connection, "media_invalid", "no moov atom")
    body = client.get(ASSETS, params={"asset_id": str(asset_id)}).json()
    assert body["analysis_status"] == "failed"
    assert body["error"] == {"code": "media_invalid", "message": "no moov atom"}


def test_one_missing_asset_is_a_refusal(client: TestClient, connection: Connection) -> None:
    deleted = insert_asset(connection, deleted_at="2026-01-01")
    refused(client.get(ASSETS, params={"asset_id": str(uuid4())}), 404, "not_found")
    refused(client.get(ASSETS, params={"asset_id": str(deleted)}), 410, "gone")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "invalid_query"),
        ("?asset_id=", "invalid_query"),
        ("?other=1", "invalid_query"),
        ("?asset_id=%00", "invalid_query"),
        ("?x=%00", "invalid_query"),
        ("?asset_id=%ED%A0%80", "invalid_query"),
        ("?asset_id=%FF", "invalid_query"),
        ("?" + "&".join(["x=1"] * 201), "invalid_query"),
        ("?asset_id=" + ",".join([A_UUID] * 101), "invalid_query"),
        ("?asset_id=7", "invalid_id"),
        (f"?asset_id={A_UUID},{{{A_UUID}}}", "invalid_id"),
        (f"?asset_id={A_UUID.replace('-', '')}", "invalid_id"),
        ("?asset_id=';--", "invalid_id"),
    ],
)
def test_bad_queries(client: TestClient, query: str, code: str) -> None:
    refused(client.get(ASSETS + query), 400, code)


def test_media_status_is_the_prds_shape(client: TestClient, connection: Connection) -> None:
    url = "https://example.com/video.mp4"
    _, analysis_id = uploaded(connection, source_url=url)
    body = client.get(f"{MEDIA}/{analysis_id}").json()
    times = {name: body.pop(name) for name in ("created_at", "updated_at")}
    assert all(time.endswith("Z") for time in times.values())
    assert body == {
        "analysis_id": str(analysis_id),
        "status": "pending",
        "progress": 0,
        "media_type": "video",
        "source_url": url,
        "completed_at": None,
        "result_summary": None,
        "error_message": None,
    }


def test_media_status_shows_the_result(client: TestClient, connection: Connection) -> None:
    asset_id, analysis_id = uploaded(connection)
    for name, summary, topics in (
        ("technical", "Fine.", None),
        ("vision", "A cat.", ["cat", 7, "sofa"]),
    ):
        insert(
            connection,
            "analysis_results",
            analysis_id=analysis_id,
            analysis_type=name,
            summary=summary,
            result={"topics": topics} if topics else {},
        )
    complete(connection, analysis_id)
    body = client.get(f"{MEDIA}/{asset_id}").json()
    assert (body["analysis_id"], body["status"]) == (str(analysis_id), "completed")
    assert body["progress"] == 100
    assert body["completed_at"]
    assert body["result_summary"] == {"summary": "Fine. A cat.", "topics": ["cat", "sofa"]}


def test_media_status_of_a_failure(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    fail(connection, "media_invalid", "no moov atom")
    body = client.get(f"{MEDIA}/{analysis_id}").json()
    assert (body["status"], body["error_message"]) == ("failed", "no moov atom")


def test_media_status_refusals(client: TestClient, connection: Connection) -> None:
    asset_id, analysis_id = uploaded(connection)
    connection.execute("update mediaq.analysis set deleted_at = mediaq.now()")
    refused(client.get(f"{MEDIA}/{analysis_id}"), 410, "gone")
    refused(client.get(f"{MEDIA}/{asset_id}"), 410, "gone")
    refused(client.get(f"{MEDIA}/{uuid4()}"), 404, "not_found")
    for bad in ("7", "%00", f"{analysis_id}%00", f"{analysis_id}%0A", uuid4().hex, "'--"):
        refused(client.get(f"{MEDIA}/{bad}"), 400, "invalid_id", ["path", "id"])


def test_queues_status_counts_by_public_status(client: TestClient, connection: Connection) -> None:
    uploaded(connection)
    queues = {queue["queue"]: queue for queue in client.get(MEDIA).json()["data"]}
    assert queues["analysis"]["counts"] == {
        "pending": 1,
        "processing": 0,
        "completed": 0,
        "failed": 0,
        "canceled": 0,
    }
    assert queues["analysis"]["oldest_due_seconds"] >= 0
    assert queues["analysis"]["paused"] is False
    assert {"ssml_jobs", "audio_jobs"} <= queues.keys()
