"""A tus client of the tests: one function per request."""

from base64 import b64encode
from typing import Any

from starlette.testclient import TestClient

from tests.api.media import MP4

PATH = "/api/upload/tus"
VERSION = {"Tus-Resumable": "1.0.0"}
PIECE = {**VERSION, "Content-Type": "application/offset+octet-stream"}
Headers = dict[str, str]


def b64(text: str) -> str:
    return b64encode(text.encode()).decode()


def create(client: TestClient, length: int | None = len(MP4), query: str = "", **more: str) -> Any:
    """The answer to a creation."""
    size = {"Upload-Defer-Length": "1"} if length is None else {"Upload-Length": str(length)}
    named = {name.replace("_", "-"): text for name, text in more.items()}
    return client.post(f"{PATH}{query}", headers={**VERSION, **size, **named})


def begun(client: TestClient, length: int | None = len(MP4), query: str = "", **more: str) -> str:
    """The address of a new upload."""
    answer = create(client, length, query, **more)
    assert answer.status_code == 201, answer.text
    found: str = answer.headers["location"]
    return found


def patch(
    client: TestClient, url: str, content: Any, offset: int = 0, headers: Headers | None = None
) -> Any:
    """The answer to a piece."""
    whole = {**PIECE, "Upload-Offset": str(offset), **(headers or {})}
    return client.patch(url, content=content, headers=whole)


def head(client: TestClient, url: str) -> Any:
    """The answer to the question how far it is."""
    return client.head(url, headers=VERSION)


def offset(client: TestClient, url: str) -> int:
    answer = head(client, url)
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])
