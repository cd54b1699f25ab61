"""The API as a process: start, uploads that break off, memory, and an orderly end."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest

from api.server import _listening
from mediaq.settings import Settings
from tests.api.media import MP4, stored_files
from tests.api.process import Running, running, start
from tests.kit.connections import Connection, column, value
from tests.kit.wait import wait_for

MB = 1024 * 1024


@pytest.fixture
def api(settings: Settings) -> Iterator[Running]:
    with running(settings.model_copy(update={"max_upload_bytes": 100 * MB})) as api:
        yield api


@contextmanager
def begun(api: Running, settings: Settings) -> Iterator[tuple[socket.socket, bytes]]:
    """An upload of which everything but the last bytes was sent and has arrived."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    tail = b"\r\n--x--\r\n"
    length = len(head) + 2 * MB + len(tail)
    with api.connect() as connection:
        connection.sendall(
            b"POST /api/upload HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\n"
            + f"Content-Length: {length}\r\n\r\n".encode()
            + head
            + MP4
            + bytes(2 * MB - len(MP4))
        )
        wait_for(lambda: sum(path.stat().st_size for path in stored_files(settings.storage)) >= MB)
        yield connection, tail


def test_a_client_that_disconnects_leaves_nothing(
    api: Running, settings: Settings, connection: Connection
) -> None:
    with begun(api, settings):
        pass
    wait_for(lambda: stored_files(settings.storage) == [])
    assert column(connection, "select id from mediaq.media_assets") == []
    assert httpx2.get(f"{api.url}/health").status_code == 200


def test_a_large_upload_needs_no_memory(
    api: Running, settings: Settings, connection: Connection
) -> None:
    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n' + MP4
        for _ in range(50):
            yield os.urandom(MB)
        yield b"\r\n--x--\r\n"

    httpx2.get(f"{api.url}/api/media/status")
    before = api.peak_bytes()
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = httpx2.post(f"{api.url}/api/upload", content=body(), headers=headers, timeout=60)
    assert answer.status_code == 202
    assert answer.json()["size_bytes"] == 50 * MB + len(MP4)
    assert api.peak_bytes() - before < 16 * MB
    assert value(connection, "select count(*) from mediaq.analysis") == 1


def test_a_refused_body_is_answered_while_it_is_sent(api: Running, settings: Settings) -> None:
    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
        for _ in range(20):
            yield b"\x01\x02" * (MB // 2)

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = httpx2.post(f"{api.url}/api/upload", content=body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "unsupported_media")
    assert stored_files(settings.storage) == []


def test_sigterm_lets_an_upload_finish(
    api: Running, settings: Settings, connection: Connection
) -> None:
    with begun(api, settings) as (upload, rest):
        api.process.terminate()
        wait_for(api.refuses)
        upload.sendall(rest)
        assert upload.recv(65_536).startswith(b"HTTP/1.1 202 ")
    assert api.process.wait(10) == 0
    assert value(connection, "select count(*) from mediaq.analysis") == 1


def test_sigterm_ends_an_upload_that_stalls(
    api: Running, settings: Settings, connection: Connection
) -> None:
    with begun(api, settings):
        api.process.terminate()
        assert api.process.wait(10) == 0
    assert stored_files(settings.storage) == []
    assert column(connection, "select id from mediaq.media_assets") == []


def test_answers_do_not_wait_for_acknowledgements(settings: Settings) -> None:
    with _listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_sigterm_when_idle(api: Running) -> None:
    api.process.terminate()
    assert api.process.wait(5) == 0
    assert api.process.stderr
    assert "Traceback" not in api.process.stderr.read()


def test_a_start_that_fails_says_why(api: Running, settings: Settings) -> None:
    port = int(api.url.rsplit(":", 1)[1])
    with start(settings.model_copy(update={"port": port})) as second:
        assert second.wait(10) == 1
        assert second.stderr
        said = second.stderr.read()
    assert said.startswith(f"mediaq api: Cannot listen on 127.0.0.1:{port}")
    assert said.count("\n") == 1


@pytest.mark.parametrize("url", ["", "postgresql://127.0.0.1:1/none"])
def test_a_start_without_a_database_is_one_sentence(settings: Settings, url: str) -> None:
    with start(settings.model_copy(update={"database_url": url or None})) as process:
        assert process.wait(10) == 1
        assert process.stderr
        assert "Traceback" not in process.stderr.read()


def test_the_api_loads_no_engine() -> None:
    code = (
        "import sys, api.app, api.server\n"
        "print([m for m in ('av', 'PIL', 'numpy', 'espeakng_loader', 'workers')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
