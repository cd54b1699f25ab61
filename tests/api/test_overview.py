"""The archive of results, the benchmark and the configuration."""

from typing import Any
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb
from pydantic import SecretStr
from starlette.testclient import TestClient

from api.app import create_app
from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.api.rows import complete, insert_file, uploaded
from tests.kit.connections import Connection
from tests.kit.rows import insert

MEDIA = "/api/media"


def finished(connection: Connection, **columns: Any) -> UUID:
    """An analysis with a result, two frames and a sheet."""
    _, analysis_id = uploaded(connection, **columns)
    complete(connection, analysis_id)
    insert(
        connection,
        "analysis_results",
        analysis_id=analysis_id,
        analysis_type="technical",
        result={"frame_rate": 25},
        confidence_score=0.5,
    )
    for position in range(2):
        insert_file(connection, analysis_id, "x", kind="frame", position=position)
    return analysis_id


def test_the_archive_has_whole_results(client: TestClient, connection: Connection) -> None:
    id = finished(connection)
    sheet = insert_file(connection, id, "x", kind="contact_sheet")
    insert(
        connection, "transcriptions", analysis_id=id, provider="local", text_content="Good evening."
    )
    uploaded(connection)
    body = client.get(f"{MEDIA}/archive").json()
    assert body["pagination"]["total"] == 1
    (item,) = body["data"]
    assert item["analysis_id"] == str(id)
    assert (item["status"], item["frame_count"]) == ("completed", 2)
    assert item["contact_sheet_path"] == f"/api/v1/files/{sheet}"
    assert item["processing_time_ms"] >= 0
    assert item["analysis_result"] == {
        "frames_extracted": 2,
        "transcription": "Good evening.",
        "confidence_score": 0.5,
        "technical": {"frame_rate": 25},
    }


def test_the_archive_by_filters(client: TestClient, connection: Connection) -> None:
    first, second = finished(connection), finished(connection)

    def listed(query: str, **headers: str) -> list[str]:
        body = client.get(f"{MEDIA}/archive?{query}", headers=headers).json()
        return [item["analysis_id"] for item in body["data"]]

    assert listed("") == [str(second), str(first)]
    assert listed("per_page=1&page=2") == [str(first)]
    assert listed(f"analysis_id={first}") == [str(first)]
    assert listed("media_type=audio") == listed("date_to=2020-01-01") == []
    client.delete(f"{MEDIA}/{second}")
    assert listed("") == [str(first)]
    assert listed("", **bearer(make(connection, "ann"))) == []


@pytest.mark.parametrize("query", ["page=0", "per_page=101", "media_type=x", "status=completed"])
def test_bad_queries(client: TestClient, query: str) -> None:
    refused(client.get(f"{MEDIA}/archive?{query}"), 400, "invalid_query")


def test_the_benchmark_compares_models(client: TestClient, connection: Connection) -> None:
    id = finished(connection)
    account = insert(connection, "provider_accounts", provider="groq", name="main")
    for status, latency, cost in (
        ("completed", 100, 0.5),
        ("completed", 300, 0.5),
        ("failed", 9, 0),
    ):
        insert(
            connection,
            "provider_submissions",
            analysis_id=id,
            account_id=account,
            operation_type="transcription",
            status=status,
            started_at="2026-01-01",
            completed_at="2026-01-01",
            latency_ms=latency,
            cost_usd=cost,
            request=Jsonb({"model": "whisper"}),
        )
    rows = {row["provider"]: row for row in client.get(f"{MEDIA}/benchmark").json()["data"]}
    assert (rows["local"]["operation"], rows["local"]["runs"]) == ("video", 1)
    groq = rows["groq"]
    assert (groq["model"], groq["operation"], groq["runs"]) == ("whisper", "transcription", 3)
    assert groq["success_rate"] == pytest.approx(2 / 3)
    assert (groq["latency_ms_p50"], groq["cost_usd"]) == (200, 1.0)
    ann = bearer(make(connection, "ann"))
    assert client.get(f"{MEDIA}/benchmark", headers=ann).json()["data"] == []


def test_the_configuration_says_which_providers_have_keys_and_never_shows_one(
    settings: Settings,
) -> None:
    secret = SecretStr("gsk_very_secret")
    changed = settings.model_copy(update={"groq_api_key": secret, "openai_api_key": SecretStr("")})
    with TestClient(create_app(changed)) as client:
        answer = client.get(f"{MEDIA}/config")
    body = answer.json()
    providers = {given["name"]: given["configured"] for given in body["providers"]}
    assert providers == {
        "groq": True,
        "deepgram": False,
        "openai": False,
        "gemini": False,
        "minimax": False,
    }
    assert "secret" not in answer.text
    assert str(settings.storage) not in answer.text
    assert settings.database_url
    assert settings.database_url not in answer.text
    assert body["defaults"]["fps"] == 3.0
    assert body["limits"]["max_upload_bytes"] == 4_000_000
    assert "mp4" in body["formats"]["video"]
