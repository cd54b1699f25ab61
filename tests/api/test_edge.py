"""The edge of a real server: heads, framing, slow clients, and answers that arrive."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaq.settings import Settings
from tests.api.problem import refused
from tests.api.process import Running, running
from tests.api.raw import GET, HOST, POST, exchange, read
from tests.kit.cluster import Cluster
from tests.kit.wait import wait_for

PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
MANY = b"A: b\r\n" * 101
CHUNKED = b"Transfer-Encoding: chunked\r\n"


@pytest.fixture(scope="module")
def configured(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with cluster.database() as url:
        yield Settings(
            _env_file=None,
            database_url=url,
            storage_dir=tmp_path_factory.mktemp("storage"),
            port=0,
            hosts=("x",),
            slow_seconds=0.5,
            max_upload_bytes=4_000_000,
        )


@pytest.fixture(scope="module")
def api(configured: Settings) -> Iterator[Running]:
    with running(configured) as api:
        yield api


def well(api: Running) -> bool:
    return exchange(api, GET + HOST + b"\r\n").status_code == 200


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (GET + HOST + b"A: " + b"x" * 17_000 + b"\r\n\r\n", 431, "headers_too_large"),
        (GET + HOST + b"A: " + b"x" * 300_000 + b"\r\n\r\n", 431, "headers_too_large"),
        (GET + HOST + b"A: " + b"x" * 17_000, 431, "headers_too_large"),
        (GET + HOST + MANY + b"\r\n", 431, "headers_too_large"),
        (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 431, "headers_too_large"),
        (b"GET /?" + b"x" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 431, "headers_too_large"),
        (GET + b"\r\n", 400, "bad_request"),
        (b"GET /health HTTP/1.0\r\n\r\n", 400, "bad_request"),
        (GET + HOST + HOST + b"\r\n", 400, "bad_request"),
        (POST + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400, "bad_request"),
        (POST + HOST + b"Content-Length: -1\r\n\r\n", 400, "bad_request"),
        (POST + HOST + b"Content-Length: 1e3\r\n\r\n", 400, "bad_request"),
        (POST + HOST + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n", 400, "bad_request"),
        (POST + HOST + b"Content-Length: 5\r\n" + CHUNKED + b"\r\n0\r\n\r\n", 400, "bad_request"),
        (POST + HOST + b"Transfer-Encoding: gzip\r\n\r\n", 400, "bad_request"),
        (POST + HOST + CHUNKED + b"\r\nzz\r\n", 400, "bad_request"),
        (POST + HOST + CHUNKED + b"\r\n-1\r\n", 400, "bad_request"),
        (GET + HOST + b"A : b\r\n\r\n", 400, "bad_request"),
        (GET + HOST + b"A: \0\r\n\r\n", 400, "bad_request"),
        (b"garbage\r\n\r\n", 400, "bad_request"),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400, "bad_request"),
        (b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n", 400, "bad_request"),
        (b"GET / HTTP/9\r\n\r\n", 400, "bad_request"),
    ],
)
def test_a_request_that_is_refused_unseen(
    api: Running, sent: bytes, status: int, code: str
) -> None:
    answer = exchange(api, sent)
    refused(answer, status, code)
    assert answer.closed
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert well(api)


@pytest.mark.parametrize(
    ("line", "status", "code"),
    [
        (b"GET /nothing HTTP/1.1\r\n", 404, "not_found"),
        (b"GET /%ff%fe HTTP/1.1\r\n", 404, "not_found"),
        (b"GET /api/v1/assets/%00 HTTP/1.1\r\n", 400, "invalid_id"),
        (b"GET http://169.254.169.254/ HTTP/1.1\r\n", 404, "not_found"),
        (b"GET /health/../etc/passwd HTTP/1.1\r\n", 404, "not_found"),
        (b"OPTIONS * HTTP/1.1\r\n", 404, "not_found"),
        (b"POST /health HTTP/1.1\r\n", 405, "method_not_allowed"),
        (b"TRACE /health HTTP/1.1\r\n", 405, "method_not_allowed"),
        (b"BREW /health HTTP/1.1\r\n", 405, "method_not_allowed"),
    ],
)
def test_a_request_for_nothing(api: Running, line: bytes, status: int, code: str) -> None:
    answer = exchange(api, line + HOST + b"\r\n")
    refused(answer, status, code)
    if status == 405:
        assert answer.headers["allow"] == "get, head"


def test_the_largest_head_is_taken(api: Running) -> None:
    many = b"A: b\r\n" * 98
    large = b"B: " + b"x" * (16_000 - len(many)) + b"\r\n"
    assert exchange(api, GET + HOST + many + large + b"\r\n").status_code == 200


def test_a_slow_head(api: Running) -> None:
    with api.connect() as connection:
        connection.sendall(GET + b"Host:")
        answer = read(connection)
    refused(answer, 408, "too_slow")
    assert answer.closed


def test_a_slow_second_head(api: Running) -> None:
    with api.connect() as connection:
        connection.sendall(GET + HOST + b"\r\n")
        assert read(connection).status_code == 200
        connection.sendall(GET)
        refused(read(connection), 408, "too_slow")


def test_a_head_that_trickles(api: Running) -> None:
    """Each byte does not buy new time."""
    with api.connect() as connection:
        connection.sendall(GET)
        connection.settimeout(0.05)
        while True:
            try:
                answer = read(connection)
                break
            except TimeoutError:
                connection.sendall(b"A: b\r\n")
    refused(answer, 408, "too_slow")


def test_a_connection_that_never_says_anything(api: Running) -> None:
    with api.connect() as connection:
        assert connection.recv(1) == b""


@pytest.mark.parametrize("framing", [b"Content-Length: 100000\r\n", CHUNKED])
def test_a_slow_body(api: Running, configured: Settings, framing: bytes) -> None:
    start = PART if framing != CHUNKED else b"%x\r\n%s\r\n" % (len(PART), PART)
    with api.connect() as connection:
        connection.sendall(POST + HOST + framing + b"\r\n" + start)
        answer = read(connection)
    refused(answer, 408, "too_slow")
    assert answer.closed
    assert _files(configured.storage) == []


def test_a_body_that_trickles(api: Running) -> None:
    with api.connect() as connection:
        connection.sendall(POST + HOST + b"Content-Length: 100000\r\n\r\n" + PART)
        connection.settimeout(0.05)
        while True:
            try:
                answer = read(connection)
                break
            except TimeoutError:
                connection.sendall(b"slow")
    refused(answer, 408, "too_slow")


def test_a_body_cut_off(api: Running, configured: Settings) -> None:
    with api.connect() as connection:
        connection.sendall(POST + HOST + b"Content-Length: 100000\r\n\r\n" + PART)
        connection.shutdown(socket.SHUT_WR)
        refused(read(connection), 400, "upload_incomplete")
    wait_for(lambda: _files(configured.storage) == [])


def test_a_refusal_reaches_a_client_that_is_still_sending(api: Running) -> None:
    """Without lingering the kernel would reset the connection, and the answer would be lost."""
    with api.connect() as connection:
        connection.sendall(POST + HOST + b"Content-Length: 100000000\r\n\r\n")
        for _ in range(20):
            connection.sendall(bytes(1_000_000))
        answer = read(connection)
    refused(answer, 413, "media_too_large")
    assert answer.closed


def test_an_answer_before_the_body_is_the_last(api: Running) -> None:
    with api.connect() as connection:
        connection.sendall(b"POST /nothing HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\n")
        answer = read(connection)
    refused(answer, 404, "not_found")
    assert answer.closed


def test_an_answer_that_nobody_reads(api: Running) -> None:
    """It does not stay in memory for ever: the connection is cut."""
    many = 200
    with api.connect() as connection:
        connection.sendall((b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n") * many)
        one = len(read(connection).content)
        wait_for(lambda: not _established(connection))
        received = 0
        with suppress(ConnectionResetError):
            while chunk := connection.recv(1_000_000):
                received += len(chunk)
    assert received < one * (many - 1)


def test_pipelined_requests_are_answered_in_turn(api: Running) -> None:
    with api.connect() as connection:
        connection.sendall((GET + HOST + b"\r\n") * 2 + GET + b"\r\n")
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
    statuses = [part.split(b" ")[0] for part in received.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"200", b"400"]


HEADS = st.lists(
    st.sampled_from([GET, POST, HOST, CHUNKED, b"Content-Length: 3\r\n", b"\r\n", b"0\r\n\r\n"])
    | st.binary(max_size=20),
    max_size=8,
).map(b"".join)


@settings(max_examples=60, deadline=None)
@given(sent=HEADS)
def test_any_bytes(api: Running, sent: bytes) -> None:
    """What comes back is an answer or nothing, never a 500; and the server lives."""
    with api.connect() as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = connection.recv(65_536)
    assert not received or received.startswith(b"HTTP/1.1 ")
    assert not received.startswith(b"HTTP/1.1 5")


def _established(connection: socket.socket) -> bool:
    """Whether the other end still holds the connection; data may be on its way."""
    ends = [f":{end[1]:04X}" for end in (connection.getpeername(), connection.getsockname())]
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return any([row[1][-5:], row[2][-5:], row[3]] == [*ends, "01"] for row in rows)


def _files(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]
