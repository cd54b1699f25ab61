"""Uploads through broken connections and killed processes, resumable or not."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest

from mediaq.settings import Settings
from tests.api.media import MP4, stored_files
from tests.api.problem import refused
from tests.api.process import Running, running
from tests.api.tus import PATH, PIECE, VERSION
from tests.kit.connections import Connection, column, value
from tests.kit.wait import wait_for

MB = 1024 * 1024
# Differs everywhere, so that a byte in another place is noticed.
CONTENT = MP4 + b"".join(number.to_bytes(4, "big") for number in range(5 * MB))
SIXTY_PERCENT = len(CONTENT) * 6 // 10
PLAIN = "POST /api/upload HTTP/1.1\r\nContent-Type: video/mp4"


@pytest.fixture
def large(settings: Settings) -> Settings:
    return settings.model_copy(update={"max_upload_bytes": 100 * MB})


@pytest.fixture
def api(large: Settings) -> Iterator[Running]:
    with running(large) as api:
        yield api


def begun(api: Running) -> str:
    """The path of a new resumable upload of CONTENT."""
    headers = {**VERSION, "Upload-Length": str(len(CONTENT))}
    answer = httpx2.post(api.url + PATH, headers=headers)
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["location"]
    return path


def offset(api: Running, path: str) -> int:
    answer = httpx2.head(api.url + path, headers=VERSION, timeout=30)
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])


def rest(api: Running, path: str, at: int) -> "httpx2.Response":
    """The answer to everything from `at` on."""
    headers = {**PIECE, "Upload-Offset": str(at)}
    return httpx2.patch(api.url + path, content=CONTENT[at:], headers=headers, timeout=30)


def completed(answer: "httpx2.Response", api: Running, settings: Settings) -> None:
    """Checks that the upload is whole, and its file what was sent."""
    assert answer.status_code == 204, answer.text
    asset = httpx2.get(f"{api.url}/api/v1/assets/{answer.headers['mediaq-asset-id']}").json()
    assert asset["sha256"] == sha256(CONTENT).hexdigest()
    (path,) = stored_files(settings.storage)
    assert path.read_bytes() == CONTENT


@contextmanager
def unfinished(api: Running, head: str, settings: Settings) -> Iterator[socket.socket]:
    """A request whose body has come to 60 % and goes on no further, all of it on the disk."""
    with api.connect() as connection:
        connection.sendall(
            f"{head}\r\nHost: x\r\nContent-Length: {len(CONTENT)}\r\n\r\n".encode()
            + CONTENT[:SIXTY_PERCENT]
        )
        wait_for(arrived(settings.storage, SIXTY_PERCENT - MB))
        yield connection


def arrived(storage: Path, size: int) -> Callable[[], bool]:
    return lambda: sum(path.stat().st_size for path in stored_files(storage)) >= size


@contextmanager
def patching(api: Running, path: str, settings: Settings) -> Iterator[socket.socket]:
    head = (
        f"PATCH {path} HTTP/1.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        "Content-Type: application/offset+octet-stream"
    )
    with unfinished(api, head, settings) as connection:
        yield connection


def received(connection: Connection) -> int:
    found: int = value(connection, "select received from mediaq.resumable_uploads")
    return found


def test_an_upload_broken_off_at_60_percent_resumes(
    api: Running, large: Settings, connection: Connection
) -> None:
    path = begun(api)
    with patching(api, path, large):
        pass
    wait_for(lambda: received(connection) == SIXTY_PERCENT)
    at = offset(api, path)
    assert at == SIXTY_PERCENT
    completed(rest(api, path, at), api, large)


def test_a_connection_that_stalls_makes_way(api: Running, large: Settings) -> None:
    """The client comes over another; the server has not heard that the first is dead."""
    path = begun(api)
    with patching(api, path, large) as dead:
        at = offset(api, path)
        assert at == SIXTY_PERCENT
        completed(rest(api, path, at), api, large)
        assert dead.recv(65_536).startswith(b"HTTP/1.1 423 ")


def test_another_process_is_kept_out(api: Running, large: Settings) -> None:
    path = begun(api)
    with running(large) as other, patching(api, path, large) as upload:
        at = offset(other, path)
        assert at < SIXTY_PERCENT
        refused(rest(other, path, at), 423, "upload_locked")
        upload.sendall(CONTENT[SIXTY_PERCENT:])
        assert upload.recv(65_536).startswith(b"HTTP/1.1 204 ")
    with running(large) as other:
        completed(rest(other, path, len(CONTENT)), other, large)


def test_a_killed_process_keeps_its_promise(large: Settings, connection: Connection) -> None:
    """What the row says is on the disk; what is on the disk beyond it is sent again."""
    with running(large) as api:
        path = begun(api)
        with patching(api, path, large):
            wait_for(lambda: received(connection) > 0)
            api.process.kill()
            api.process.wait(10)
    promised = received(connection)
    (part,) = stored_files(large.storage)
    assert 0 < promised <= part.stat().st_size
    with running(large) as api:
        assert offset(api, path) == promised
        completed(rest(api, path, promised), api, large)


def test_sigterm_lets_a_resumable_upload_finish(api: Running, large: Settings) -> None:
    path = begun(api)
    with patching(api, path, large) as upload:
        api.process.terminate()
        wait_for(api.refuses)
        upload.sendall(CONTENT[SIXTY_PERCENT:])
        assert upload.recv(65_536).startswith(b"HTTP/1.1 204 ")
    assert api.process.wait(10) == 0
    assert [file.read_bytes() for file in stored_files(large.storage)] == [CONTENT]


def test_sigterm_writes_down_what_a_stalled_upload_has(
    api: Running, large: Settings, connection: Connection
) -> None:
    path = begun(api)
    with patching(api, path, large):
        api.process.terminate()
        assert api.process.wait(10) == 0
    at = received(connection)
    assert SIXTY_PERCENT - MB <= at <= SIXTY_PERCENT
    with running(large) as api:
        completed(rest(api, path, at), api, large)


def test_a_killed_process_leaves_no_half_asset(large: Settings, connection: Connection) -> None:
    """No row; and the bytes, which no row names, are swept by the next process."""
    with running(large) as api, unfinished(api, PLAIN, large):
        api.process.kill()
        api.process.wait(10)
    assert column(connection, "select id from mediaq.media_assets") == []
    (leftover,) = stored_files(large.storage)
    os.utime(leftover, (0, 0))
    with running(large):
        wait_for(lambda: stored_files(large.storage) == [])


def test_an_upload_in_progress_is_not_swept(api: Running, large: Settings) -> None:
    with unfinished(api, PLAIN, large) as upload:
        (file,) = stored_files(large.storage)
        leftover = file.with_name("incoming-of-a-dead-one")
        leftover.write_bytes(b"x")
        for path in (file, leftover):
            os.utime(path, (0, 0))
        with running(large):
            wait_for(lambda: not leftover.exists())
        upload.sendall(CONTENT[SIXTY_PERCENT:])
        assert upload.recv(65_536).startswith(b"HTTP/1.1 202 ")


def test_expired_uploads_are_swept(large: Settings, connection: Connection) -> None:
    with running(large) as api:
        paths = [begun(api), begun(api)]
    dead, living = (path.rsplit("/", 1)[1] for path in paths)
    for part in stored_files(large.storage):
        os.utime(part, (0, 0))
    connection.execute(
        "update mediaq.resumable_uploads set expires_at = mediaq.now() where id = %s", [dead]
    )
    with running(large) as api:
        wait_for(lambda: [path.name for path in stored_files(large.storage)] == [living])
        assert offset(api, paths[1]) == 0
    states = column(connection, "select state from mediaq.resumable_uploads order by id")
    assert states == ["expired", "uploading"]
