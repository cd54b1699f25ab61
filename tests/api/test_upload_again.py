"""The same content twice: the stored result, unless that failed or a new one is forced."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from psycopg import sql
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.media import MP4, accepted, stored_files, upload
from tests.api.problem import refused
from tests.api.process import Running, running
from tests.api.rows import complete, fail
from tests.kit.connections import Connection, column, value
from tests.kit.rows import insert_analysis

MANY = 1000


def repeated(client: TestClient, first: Any) -> None:
    """An upload of the same content gives the first one's rows."""
    answer = upload(client, MP4, "again.mp4")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["duplicate"] is True
    same = ("asset_id", "analysis_id", "filename", "media_type", "size_bytes", "sha256")
    assert [body[name] for name in same] == [first[name] for name in same]
    assert answer.headers["location"] == f"/api/v1/analyses/{first['analysis_id']}"


def fresh(client: TestClient, first: Any, query: str = "") -> Any:
    """An upload of the same content makes an asset and an analysis of its own."""
    answer = client.post(f"/api/upload{query}", content=MP4)
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert body["duplicate"] is False
    assert body["asset_id"] != first["asset_id"]
    assert body["analysis_id"] != first["analysis_id"]
    return body


def test_the_stored_result_is_the_answer(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    first = accepted(client)
    assert first["duplicate"] is False
    repeated(client, first)
    complete(connection, first["analysis_id"])
    repeated(client, first)
    assert upload(client, MP4).json()["status"] == "completed"
    assert value(connection, "select count(*) from mediaq.analysis") == 1
    assert len(stored_files(settings.storage)) == 1


def test_force_analyses_anew(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    first = accepted(client)
    second = fresh(client, first, "?force=true")
    repeated(client, {**second, "filename": "upload"})
    assert value(connection, "select count(*) from mediaq.analysis") == 2
    assert len(stored_files(settings.storage)) == 1


def test_the_result_of_another_profile_is_another(
    client: TestClient, connection: Connection
) -> None:
    first = accepted(client)
    asked = "?profile=ebu&depth=full&language=de"
    second = fresh(client, first, asked)
    again = client.post(f"/api/upload{asked}", content=MP4).json()
    assert (again["duplicate"], again["analysis_id"]) == (True, second["analysis_id"])
    repeated(client, first)
    options = "select options from mediaq.analysis where id = %s"
    found = value(connection, options, second["analysis_id"])
    assert found == {"profile": "ebu", "depth": "full", "language": "de"}
    for wrong in ("?profile=EBU", "?depth=deep", "?language=x"):
        refused = client.post(f"/api/upload{wrong}", content=MP4)
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid_query"), wrong


def test_an_idempotency_key_holds_for_a_forced_upload(
    client: TestClient, connection: Connection
) -> None:
    headers = {"Idempotency-Key": "once"}
    first, second = (
        client.post("/api/upload?force=true", content=MP4, headers=headers) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (202, 202)
    assert second.json() == first.json()
    other = client.post("/api/upload?force=true", content=MP4 + b"x", headers=headers)
    refused(other, 422, "idempotency_mismatch")
    assert value(connection, "select count(*) from mediaq.analysis") == 1


def test_a_failure_is_no_result(client: TestClient, connection: Connection) -> None:
    first = accepted(client)
    fail(connection, "no_space", "disk full")
    fresh(client, first)


def test_a_later_analysis_counts_unless_it_was_a_special_one(
    client: TestClient, connection: Connection
) -> None:
    first = accepted(client)
    fail(connection, "no_space", "disk full")
    insert_analysis(connection, first["asset_id"], options={"fps": 1})
    second = insert_analysis(connection, first["asset_id"])
    repeated(client, {**first, "analysis_id": str(second)})


@pytest.mark.parametrize("table", ["media_assets", "analysis"])
def test_what_was_deleted_is_no_result(
    client: TestClient, connection: Connection, table: str
) -> None:
    first = accepted(client)
    connection.execute(
        sql.SQL("update mediaq.{} set deleted_at = mediaq.now()").format(sql.Identifier(table))
    )
    fresh(client, first)


def test_another_owner_s_upload_is_not_found(client: TestClient, connection: Connection) -> None:
    first = accepted(client)
    connection.execute("update mediaq.media_assets set owner = 'somebody'")
    connection.execute("update mediaq.analysis set owner = 'somebody'")
    fresh(client, first)
    assert sorted(column(connection, "select owner from mediaq.media_assets")) == [
        "local",
        "somebody",
    ]


def test_a_lost_file_is_stored_again(client: TestClient, settings: Settings) -> None:
    first = accepted(client)
    (path,) = stored_files(settings.storage)
    path.unlink()
    repeated(client, first)
    assert path.read_bytes() == MP4


@pytest.fixture
def api(settings: Settings) -> Iterator[Running]:
    with running(settings) as api:
        yield api


def test_a_thousand_at_once(api: Running, settings: Settings, connection: Connection) -> None:
    """One stored file, one asset, one analysis, a thousand answers."""
    limits = httpx2.Limits(max_connections=200)
    with httpx2.Client(base_url=api.url, limits=limits, timeout=60) as client:

        def send(_: int) -> tuple[int, str]:
            answer = client.post("/api/upload", content=MP4)
            return answer.status_code, answer.json().get("analysis_id", answer.text)

        with ThreadPoolExecutor(200) as pool:
            answers = list(pool.map(send, range(MANY)))
    assert sorted(answers)[-1][0] == 202, answers[-1]
    assert [status for status, _ in answers].count(202) == 1
    assert [status for status, _ in answers].count(200) == MANY - 1
    assert len({id for _, id in answers}) == 1
    assert value(connection, "select count(*) from mediaq.media_assets") == 1
    assert value(connection, "select count(*) from mediaq.analysis") == 1
    assert len(stored_files(settings.storage)) == 1
