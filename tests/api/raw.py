"""HTTP by hand: bytes out, and whatever comes back."""

import json
import socket
from dataclasses import dataclass
from typing import Any

from tests.api.process import Running

GET = b"GET /health HTTP/1.1\r\n"
POST = b"POST /api/upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
HOST = b"Host: x\r\n"


@dataclass(frozen=True)
class Reply:
    """An answer, with the names that `refused` looks at. `closed`: nothing follows it."""

    status_code: int
    headers: dict[str, str]
    content: bytes
    closed: bool

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    def json(self) -> Any:
        return json.loads(self.content)


def exchange(api: Running, sent: bytes) -> Reply:
    """The answer to these bytes on a connection of their own."""
    with api.connect() as connection:
        connection.sendall(sent)
        return read(connection)


def read(connection: socket.socket) -> Reply:
    """The next answer; it is `closed` when it says so and nothing comes after it."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, content = received.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    while len(content) < int(headers["content-length"]):
        content += _more(connection)
    closed = headers.get("connection") == "close" and connection.recv(1) == b""
    return Reply(int(first.split()[1]), headers, content, closed)


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65_536)
    assert received, "closed without an answer"
    return received
