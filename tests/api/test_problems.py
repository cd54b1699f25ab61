"""Every refusal is a problem document; request ids; what the database's troubles look like."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mediaq import log
from mediaq.errors import StorageFull
from mediaq.media.incoming import IncomingFile
from mediaq.settings import Settings
from tests.api.media import MP4, stored_files, upload
from tests.api.problem import refused
from tests.api.rows import uploaded
from tests.kit.connections import Connection, value
from tests.kit.wait import wait_for


@pytest.mark.parametrize(
    "path", ["/nothing", "/api/upload/", "/health/", "/api/v1/assets/", "/%00"]
)
def test_unknown_paths(client: TestClient, path: str) -> None:
    refused(client.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/api/upload", "POST"),
        ("POST", "/health", "GET, HEAD"),
        ("TRACE", "/", "GET, HEAD"),
        ("DELETE", "/api/media/status/x", "GET, HEAD"),
    ],
)
def test_wrong_methods(client: TestClient, method: str, path: str, allow: str) -> None:
    answer = client.request(method, path)
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allow


@pytest.mark.parametrize("given", ["7f3a-2b:c/d", "x" * 128])
def test_a_sane_request_id_is_kept(client: TestClient, given: str) -> None:
    answer = client.get("/nothing", headers={"X-Request-Id": given})
    assert refused(answer, 404, "not_found")["request_id"] == given


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", 'a"b', "a\x01b", "é"])
def test_another_request_id_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/health", headers={b"X-Request-Id": given.encode()})
    assert len(answer.headers["x-request-id"]) == 32


@pytest.mark.parametrize(("resource", "part"), [("assets", "read"), ("analyses", "transaction")])
def test_a_defect_answers_500_and_tells_only_the_log(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    resource: str,
    part: str,
) -> None:
    log.configure("info")

    def broken(*_: object) -> None:
        raise RuntimeError("select secret from mediaq")

    monkeypatch.setattr(f"api.routes.{resource}.{part}", broken)
    id = "0199c0de-0000-7000-8000-000000000001"
    document = refused(client.get(f"/api/v1/{resource}/{id}"), 500, "internal")
    assert "secret" not in str(document)
    said = capsys.readouterr().err
    assert "select secret from mediaq" in said
    assert document["request_id"] in said


def test_a_missing_schema_is_503_without_its_sql(
    client: TestClient, connection: Connection
) -> None:
    connection.execute("alter table mediaq.media_assets rename to elsewhere")
    answer = client.get("/api/v1/assets/0199c0de-0000-7000-8000-000000000001")
    document = refused(answer, 503, "schema_mismatch")
    assert "media_assets" not in str(document)
    assert "retry-after" not in answer.headers


def test_a_refusal_of_the_database_does_not_quote_it(
    client: TestClient, connection: Connection
) -> None:
    connection.execute(
        "alter table mediaq.media_assets add constraint secret_rule check (filename <> 'clip.mp4')"
    )
    document = refused(upload(client, MP4), 422, "invalid_input")
    assert "secret_rule" not in str(document)


def test_an_absent_database_is_503_and_health_stays(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    name = value(connection, "select current_database()")
    with psycopg.connect(settings.database_url or "", dbname="postgres", autocommit=True) as admin:
        admin.execute(f'drop database "{name}" with (force)')
    for _ in range(2):
        answer = client.get("/api/media/status")
        document = refused(answer, 503, "unavailable")
        assert name not in str(document)
        assert int(answer.headers["retry-after"]) > 0
    assert client.get("/health").json()["status"] == "ok"
    health = client.get("/api/media/health")
    assert health.status_code == 503
    assert health.json()["components"]["database"]["reachable"] is False
    refused(upload(client, MP4), 503, "unavailable")


@contextmanager
def locked(connection: Connection) -> Iterator[None]:
    """Every request that looks at assets waits meanwhile."""
    with connection.transaction():
        connection.execute("lock table mediaq.media_assets")
        yield


def test_a_starved_pool_is_busy(settings: Settings, connection: Connection, connect: Any) -> None:
    asset_id, _ = uploaded(connection)
    small = settings.model_copy(update={"pool_size": 1, "pool_timeout": 0.2})
    waiting = (
        "select count(*) from pg_locks where not granted"
        " and database = (select oid from pg_database where datname = current_database())"
    )
    with TestClient(create_app(small)) as client, ThreadPoolExecutor(1) as pool:
        with locked(connection):
            first = pool.submit(client.get, f"/api/v1/assets/{asset_id}")
            watcher = connect()
            wait_for(lambda: value(watcher, waiting) > 0)
            answer = client.get("/api/media/status")
            refused(answer, 503, "busy")
            assert answer.headers["retry-after"]
        assert first.result().status_code == 200
        assert client.get("/api/media/status").status_code == 200


def test_a_full_disk_is_507(
    client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageFull from OSError(28, "No space left on device")

    monkeypatch.setattr(IncomingFile, "write", full)
    refused(upload(client, MP4), 507, "storage_full")
    assert stored_files(settings.storage) == []


def test_a_locked_table_is_503_before_long(client: TestClient, connection: Connection) -> None:
    asset, _ = uploaded(connection)
    with connection.transaction():
        connection.execute("lock table mediaq.media_assets in access exclusive mode")
        answer = client.get(f"/api/v1/assets/{asset}")
    refused(answer, 503, "try_again")
    assert int(answer.headers["retry-after"]) > 0
