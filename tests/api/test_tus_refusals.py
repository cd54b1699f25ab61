"""tus 1.0: what is refused, and how."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.media import MP4, stored_files
from tests.api.problem import refused
from tests.api.tus import PATH, PIECE, VERSION, Headers, b64, begun, create, head, offset, patch
from tests.kit.connections import Connection, column


@pytest.mark.parametrize("version", [None, "0.2.2"])
def test_another_version_is_refused(client: TestClient, version: str | None) -> None:
    url = begun(client)
    said = {"Tus-Resumable": version} if version else {}
    for method, address in (("POST", PATH), ("PATCH", url), ("DELETE", url)):
        answer = client.request(method, address, headers=said)
        refused(answer, 412, "unsupported_tus_version")
        assert answer.headers["tus-version"] == "1.0.0"
    assert client.head(url, headers=said).status_code == 412


def test_a_piece_for_another_offset(client: TestClient) -> None:
    url = begun(client)
    patch(client, url, MP4[:1000])
    for wrong in (0, 999, 1001):
        answer = patch(client, url, MP4[wrong:], wrong)
        refused(answer, 409, "wrong_offset")
        assert answer.headers["upload-offset"] == "1000"
    assert patch(client, url, MP4[1000:], 1000).status_code == 204


def test_a_piece_of_another_type(client: TestClient) -> None:
    url = begun(client)
    answer = patch(client, url, MP4, headers={"Content-Type": "application/octet-stream"})
    refused(answer, 415, "unsupported_content_type")


@pytest.mark.parametrize("bad", ["-1", "x", "1.5", "9" * 30, ""])
def test_headers_that_are_no_numbers(client: TestClient, bad: str) -> None:
    url = begun(client)
    answer = client.patch(url, content=MP4, headers={**PIECE, "Upload-Offset": bad})
    refused(answer, 400, "invalid_header")
    answer = client.post(PATH, headers={**VERSION, "Upload-Length": bad})
    refused(answer, 400, "invalid_header")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upload-Length": "5", "Upload-Defer-Length": "1"},
        {"Upload-Defer-Length": "0"},
        {"Upload-Length": "5", "Upload-Metadata": "filename !!"},
        {"Upload-Length": "5", "Upload-Metadata": ",filename YQ=="},
        {"Upload-Length": "5", "Upload-Metadata": "name " + "YQ==" * 3000},
    ],
)
def test_creations_that_are_malformed(
    client: TestClient, connection: Connection, headers: Headers
) -> None:
    refused(client.post(PATH, headers={**VERSION, **headers}), 400, "invalid_header")
    assert column(connection, "select id from mediaq.resumable_uploads") == []


def test_lengths_beyond_the_limit(client: TestClient, settings: Settings) -> None:
    most = settings.max_upload_bytes
    refused(create(client, most + 1), 413, "media_too_large")
    refused(create(client, 0), 422, "empty_media")
    url = begun(client, None)
    refused(patch(client, url, MP4, 0, {"Upload-Length": str(most + 1)}), 413, "media_too_large")
    refused(patch(client, url, MP4 + bytes(most)), 413, "media_too_large")


def test_more_bytes_than_were_announced(client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield MP4
        yield b"more"

    url = begun(client)
    refused(patch(client, url, MP4 + b"more"), 413, "media_too_large")
    refused(patch(client, url, pieces()), 413, "media_too_large")
    assert offset(client, url) in (0, len(MP4))


def test_no_media_is_refused_at_its_first_bytes(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    url = begun(client, 1_000_000, Upload_Metadata=f"filename {b64('a.mp4')}")
    refused(patch(client, url, b"\x7fELF" + bytes(5000)), 422, "unsupported_media")
    assert stored_files(settings.storage) == []
    assert head(client, url).status_code == 410
    refused(patch(client, url, b"x", 5004), 410, "gone")
    body = client.get(url).json()
    assert (body["state"], body["error_code"]) == ("failed", "unsupported_media")
    short = begun(client, 4)
    refused(patch(client, short, b"\x7fELF"), 422, "unsupported_media")
    assert column(connection, "select id from mediaq.media_assets") == []


def test_a_terminated_upload_is_gone(client: TestClient, settings: Settings) -> None:
    url = begun(client)
    patch(client, url, MP4[:1000])
    answer = client.delete(url, headers=VERSION)
    assert (answer.status_code, answer.headers["tus-resumable"]) == (204, "1.0.0")
    assert stored_files(settings.storage) == []
    assert head(client, url).status_code == 410
    refused(client.get(url), 410, "gone")
    refused(patch(client, url, MP4[1000:], 1000), 410, "gone")
    refused(client.delete(url, headers=VERSION), 410, "gone")


def test_an_expired_upload_is_gone(client: TestClient, connection: Connection) -> None:
    url = begun(client)
    connection.execute("update mediaq.resumable_uploads set expires_at = mediaq.now()")
    assert head(client, url).status_code == 410
    refused(patch(client, url, MP4), 410, "gone")


def test_a_lost_part_file_is_gone(client: TestClient, settings: Settings) -> None:
    url = begun(client)
    patch(client, url, MP4[:1000])
    (part,) = stored_files(settings.storage)
    part.write_bytes(b"")
    refused(patch(client, url, MP4[1000:], 1000), 410, "gone")
    part.unlink()
    refused(patch(client, url, MP4[1000:], 1000), 410, "gone")


def test_another_owner_s_upload_does_not_exist(client: TestClient, connection: Connection) -> None:
    url = begun(client)
    client.headers.update(bearer(make(connection, "ann")))
    assert head(client, url).status_code == 404
    refused(patch(client, url, MP4), 404, "not_found")
    refused(client.delete(url, headers=VERSION), 404, "not_found")
    own = begun(client)
    patch(client, own, MP4)
    assert column(connection, "select owner from mediaq.media_assets") == ["ann"]
    assert column(connection, "select owner from mediaq.analysis") == ["ann"]


def test_ids_that_are_none(client: TestClient) -> None:
    assert head(client, f"{PATH}/{uuid4()}").status_code == 404
    refused(patch(client, f"{PATH}/7", MP4), 400, "invalid_id", ["path", "id"])
