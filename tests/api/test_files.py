"""Bytes of stored files: ranges, headers, and what happens when the file is not there."""

from pathlib import Path
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.problem import refused
from tests.api.rows import JPEG, OPUS, insert_file, insert_spoken, stored, uploaded
from tests.kit.connections import Connection


@pytest.fixture
def poster(settings: Settings, connection: Connection) -> str:
    """The path of a stored poster."""
    key = stored(settings, "analyses/a/poster.jpg", JPEG)
    id = insert_file(connection, uploaded(connection)[1], key, sha256="a" * 64)
    return f"/api/v1/files/{id}"


def test_a_derived_picture_is_shown_in_place(client: TestClient, poster: str) -> None:
    answer = client.get(poster)
    assert (answer.status_code, answer.content) == (200, JPEG)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"] == 'inline; filename="poster-0.jpg"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["etag"] == f'"{"a" * 64}"'
    assert client.head(poster).headers["content-length"] == str(len(JPEG))


@pytest.mark.parametrize(
    ("kind", "mime_type"),
    [("original", "image/jpeg"), ("transcript", "text/html"), ("poster", "image/svg+xml")],
)
def test_everything_else_is_an_attachment(
    client: TestClient, settings: Settings, connection: Connection, kind: str, mime_type: str
) -> None:
    key = stored(settings, "analyses/a/x", b"<script>")
    analysis = uploaded(connection)[1]
    id = insert_file(connection, analysis, key, kind=kind, mime_type=mime_type)
    answer = client.get(f"/api/v1/files/{id}")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_ranges(client: TestClient, poster: str) -> None:
    part = client.get(poster, headers={"Range": "bytes=3-9"})
    assert (part.status_code, part.content) == (206, JPEG[3:10])
    assert part.headers["content-range"] == f"bytes 3-9/{len(JPEG)}"
    assert client.get(poster, headers={"Range": "bytes=-5"}).content == JPEG[-5:]
    stale = {"Range": "bytes=3-9", "If-Range": '"other"'}
    assert client.get(poster, headers=stale).status_code == 200
    fresh = {"Range": "bytes=3-9", "If-Range": part.headers["etag"]}
    assert client.get(poster, headers=fresh).status_code == 206
    several = client.get(poster, headers={"Range": "bytes=0-1,5-6"})
    assert several.headers["content-type"].startswith("multipart/byteranges")


@pytest.mark.parametrize(
    "value", ["bytes=9-3", "bytes=a-b", "items=0-1", "bytes", "", "bytes=" + "9" * 5000]
)
def test_a_malformed_range_is_no_range(client: TestClient, poster: str, value: str) -> None:
    answer = client.get(poster, headers={"Range": value})
    assert (answer.status_code, answer.content) == (200, JPEG)


def test_a_range_outside_the_file(client: TestClient, poster: str) -> None:
    answer = client.get(poster, headers={"Range": f"bytes={len(JPEG)}-"})
    refused(answer, 416, "range_not_satisfiable")
    assert answer.headers["content-range"] == f"bytes */{len(JPEG)}"


def test_a_spoken_finding(client: TestClient, settings: Settings, connection: Connection) -> None:
    key = stored(settings, "processed/speech.ogg", OPUS)
    _, segment = insert_spoken(connection, uploaded(connection)[1], "Too loud.", key)
    answer = client.get(f"/api/v1/audio/{segment}")
    assert (answer.status_code, answer.content) == (200, OPUS)
    assert answer.headers["content-type"] == "audio/ogg"
    assert answer.headers["content-disposition"] == f'inline; filename="finding-{segment}.ogg"'
    assert answer.headers["etag"]


@pytest.mark.parametrize("outside", [False, True])
def test_a_missing_file_is_404_with_a_code_of_its_own(
    client: TestClient, connection: Connection, tmp_path: Path, *, outside: bool
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    analysis = uploaded(connection)[1]
    id = insert_file(connection, analysis, str(secret) if outside else "analyses/gone.jpg")
    document = refused(client.get(f"/api/v1/files/{id}"), 404, "blob_corrupt")
    assert str(tmp_path) not in str(document)
    assert "gone.jpg" not in str(document)


def test_refusals(client: TestClient, connection: Connection, poster: str) -> None:
    refused(client.get(f"/api/v1/files/{uuid4()}"), 404, "not_found")
    refused(client.get("/api/v1/files/7"), 400, "invalid_id")
    refused(client.get("/api/v1/audio/999"), 404, "not_found")
    for bad in ("x", "0", "-1", "%D9%A3", "9223372036854775808", "1" * 5000, "%00"):
        refused(client.get(f"/api/v1/audio/{bad}"), 400, "invalid_id", ["path", "id"])
    connection.execute("update mediaq.media_assets set deleted_at = mediaq.now()")
    refused(client.get(poster), 410, "gone")
