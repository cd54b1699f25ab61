"""tus-js-client, unchanged: 200 MB through a connection that is cut and a server that is killed."""

import json
import os
import shutil
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from mediaq.settings import Settings
from tests.api.media import MP4, stored_files
from tests.api.process import Running, running
from tests.kit.connections import Connection, value
from tests.kit.proxy import Proxy, proxy
from tests.kit.wait import wait_for
from tests.tus.client import uploading

MB = 1024 * 1024
SIZE = 200 * MB

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="no node here")


@pytest.fixture
def large(database_url: str, tmp_path: Path) -> Iterator[Settings]:
    """Room for the file, which does not stay behind."""
    storage = tmp_path / "storage"
    yield Settings(
        _env_file=None,
        database_url=database_url,
        storage_dir=storage,
        host="127.0.0.1",
        port=0,
        max_upload_bytes=SIZE,
        shutdown_grace=1.0,
    )
    shutil.rmtree(storage)


@pytest.fixture
def film(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A file of exactly SIZE bytes, no two of its megabytes alike; and its SHA-256."""
    path, hashed, block = tmp_path / "film.mp4", sha256(), os.urandom(MB)
    with path.open("wb") as file:
        for number in range(SIZE // MB):
            piece = MP4 + block[len(MP4) :] if number == 0 else number.to_bytes(8) + block[8:]
            hashed.update(piece)
            file.write(piece)
    yield path, hashed.hexdigest()
    path.unlink()


def received_at_least(connection: Connection, size: int) -> None:
    query = "select coalesce(max(received), 0) from mediaq.resumable_uploads"
    wait_for(lambda: value(connection, query) >= size, timeout=60)


def interrupt(first: Running, way: Proxy, connection: Connection) -> None:
    """Cuts the connection, and later kills the server."""
    received_at_least(connection, 30 * MB)
    way.cut()
    received_at_least(connection, 90 * MB)
    first.process.kill()
    first.process.wait(10)


def test_200_mb_through_two_interruptions(
    large: Settings, film: tuple[Path, str], connection: Connection
) -> None:
    path, digest = film
    with running(large) as first, proxy(f"postgresql://{urlsplit(first.url).netloc}") as way:
        endpoint = f"http://127.0.0.1:{urlsplit(way.url).port}/api/upload/tus"
        with uploading(endpoint, path) as client:
            interrupt(first, way, connection)
            again = large.model_copy(update={"port": urlsplit(first.url).port})
            with running(again) as second:
                before = second.peak_bytes()
                said, complaint = client.communicate(timeout=60)
                assert client.returncode == 0, complaint
                grown = second.peak_bytes() - before
                outcome = json.loads(said)
                asset = httpx2.get(f"{second.url}/api/v1/assets/{outcome['asset_id']}").json()
    assert outcome["retries"] >= 2
    assert (asset["filename"], asset["size_bytes"], asset["sha256"]) == ("film.mp4", SIZE, digest)
    (stored,) = stored_files(large.storage)
    with stored.open("rb") as file:
        assert file_digest(file, "sha256").hexdigest() == digest
    assert grown < 24 * MB
    assert value(connection, "select count(*) from mediaq.analysis") == 1
