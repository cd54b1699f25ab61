"""Liveness, health of the parts, and the index."""

from uuid import uuid4

import pytest
from starlette.testclient import TestClient

import mediaq
from api.routes import health as health_route
from tests.kit.connections import Connection

HEALTH = "/api/media/health"


def seen(connection: Connection, queue: str, seconds_ago: int) -> None:
    """A worker process that was last seen so long ago."""
    connection.execute(
        "insert into mediaq.workers (id, queue, host, pid, version, concurrency, seen_at)"
        " values (%s, %s, 'here', 1, '0', 1, mediaq.now() - make_interval(secs => %s))",
        [uuid4(), queue, seconds_ago],
    )


def test_liveness(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok", "version": mediaq.__version__}


def test_healthy(client: TestClient, connection: Connection) -> None:
    seen(connection, "analysis", 1)
    seen(connection, "analysis", 2)
    seen(connection, "ssml_jobs", 31)
    answer = client.get(HEALTH)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["status"] == "ok"
    database, workers, disk = (body["components"][n] for n in ("database", "workers", "disk"))
    assert database == {"ok": True, "reachable": True, "pending_migrations": []}
    assert workers == {"ok": True, "alive": 2, "by_queue": {"analysis": 2}}
    assert disk["free_bytes"] > 0


def test_silent_workers(client: TestClient, connection: Connection) -> None:
    seen(connection, "analysis", 31)
    answer = client.get(HEALTH)
    assert (answer.status_code, answer.json()["status"]) == (503, "degraded")
    assert answer.json()["components"]["workers"]["ok"] is False


def test_pending_migrations(client: TestClient, connection: Connection) -> None:
    seen(connection, "analysis", 1)
    path = "functions/base/now.sql"
    connection.execute("delete from mediaq.applied_files where path = %s", [path])
    answer = client.get(HEALTH)
    assert answer.status_code == 503
    database = answer.json()["components"]["database"]
    assert database == {"ok": False, "reachable": True, "pending_migrations": [path]}


def test_a_disk_that_is_nearly_full(
    client: TestClient, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(connection, "analysis", 1)
    monkeypatch.setattr(health_route, "LEAST_FREE_BYTES", 2**62)
    answer = client.get(HEALTH)
    assert answer.status_code == 503
    assert answer.json()["components"]["disk"]["ok"] is False


def test_the_index_links_to_everything(client: TestClient) -> None:
    body = client.get("/").json()
    assert body["name"] == "mediaq"
    assert body["links"]["upload"] == "/api/upload"
    for link in ("health", "liveness"):
        assert client.get(body["links"][link]).status_code in (200, 503)
