"""The API while the database is away, full or out of connections: every answer says so, with a
status and a code, and the first request after it is well again succeeds."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest

from mediaq.db.migrate import migrate
from mediaq.settings import Settings
from tests.api.media import MP4
from tests.api.problem import refused
from tests.api.process import Running, running
from tests.faults.conftest import Recovery
from tests.faults.test_disk_full import SIZE
from tests.kit.disk import fill, small_disk
from tests.kit.gates import terminate
from tests.kit.postmaster import Postmaster, postmaster

ASSET = "/api/v1/assets/0199c0de-0000-7000-8000-000000000001"
# The promise is 2 s; a client of a busy machine waits a little longer before it gives up.
PATIENCE = 4.0


@contextmanager
def served(url: str, tmp_path: Path) -> Iterator[httpx2.Client]:
    """A client of an API process on this database."""
    settings = Settings(
        _env_file=None,
        database_url=url,
        storage_dir=tmp_path / "files",
        port=0,
        pool_timeout=0.5,
    )
    with running(settings) as api, client(api) as session:
        yield session


def client(api: Running) -> httpx2.Client:
    return httpx2.Client(base_url=api.url, timeout=PATIENCE)


@pytest.fixture
def own() -> Iterator[Postmaster]:
    with postmaster() as server:
        migrate(server.url)
        yield server


def upload(api: httpx2.Client, number: int) -> Any:
    return api.post(
        "/api/upload", files={"file": (f"{number}.mp4", MP4 + str(number).encode(), "video/mp4")}
    )


def away(api: httpx2.Client) -> None:
    """What everybody hears while the database cannot be reached."""
    for answer in (api.get(ASSET), api.get("/api/media/status"), upload(api, 0)):
        document = refused(answer, 503, answer.json()["code"])
        assert document["code"] in ("unavailable", "busy")
        assert int(answer.headers["retry-after"]) > 0
    assert api.get("/health").status_code == 200
    health = api.get("/api/media/health")
    assert health.status_code == 503
    assert health.json()["components"]["database"]["reachable"] is False


def test_20_the_server_is_down(own: Postmaster, tmp_path: Path, recovery: Recovery) -> None:
    with served(own.url, tmp_path) as api:
        refused(api.get(ASSET), 404, "not_found")
        own.stop()
        away(api)
        own.start()
        with recovery(20, "API while the server is down") as clock:
            clock.until(lambda: api.get(ASSET).status_code == 404, 4.0)
            assert upload(api, 1).status_code == 202


def test_25_no_connection_left(own: Postmaster, tmp_path: Path, recovery: Recovery) -> None:
    with (
        served(own.url, tmp_path) as api,
        psycopg.connect(own.url, autocommit=True) as connection,
    ):
        with ExitStack() as crowd:
            # Freed connections go to whoever asks first.
            for _ in range(2):
                terminate(connection, "mediaq api%")
                with suppress(psycopg.OperationalError):
                    while True:
                        crowd.enter_context(psycopg.connect(own.url))
            away(api)
        with recovery(25, "API while no connection is left") as clock:
            clock.until(lambda: api.get(ASSET).status_code == 404, 4.0)


def test_30_the_disk_of_the_database_is_full(tmp_path: Path, recovery: Recovery) -> None:
    with small_disk(tmp_path / "disk", SIZE) as disk:
        server = Postmaster(disk / "pg")
        try:
            migrate(server.url)
            with served(server.url, tmp_path) as api:
                ballast = fill(disk)
                number, answer = 0, upload(api, 0)
                while answer.status_code == 202 and number < 1000:
                    number, answer = number + 1, upload(api, number + 1)
                refused(answer, 507, "storage_full")
                refused(api.get(ASSET), 404, "not_found")
                ballast.unlink()
                with recovery(30, "API while the disk of the database is full"):
                    assert upload(api, number + 2).status_code == 202
        finally:
            server.close()
