"""tus 1.0: what the protocol demands of a server, request by request."""

from base64 import b64encode
from hashlib import sha1, sha256
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.media import MP4, accepted, stored_files
from tests.api.problem import refused
from tests.api.tus import PATH, PIECE, VERSION, b64, begun, head, offset, patch
from tests.kit.connections import Connection, value


def test_options_say_what_is_offered(client: TestClient, settings: Settings) -> None:
    for url in (PATH, f"{PATH}/{uuid4()}"):
        answer = client.options(url)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["tus-resumable"] == answer.headers["tus-version"] == "1.0.0"
        assert answer.headers["tus-max-size"] == str(settings.max_upload_bytes)
        assert {"creation", "termination", "expiration", "checksum"} <= set(
            answer.headers["tus-extension"].split(",")
        )


def test_an_upload_in_pieces(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    metadata = f"filename {b64('../naïve.mp4')},filetype {b64('video/mp4')},is_confidential"
    url = begun(client, Upload_Metadata=metadata)
    answer = head(client, url)
    assert answer.headers["upload-offset"] == "0"
    assert answer.headers["upload-length"] == str(len(MP4))
    assert answer.headers["upload-metadata"] == metadata
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["upload-expires"].endswith(" GMT")
    assert answer.headers["tus-resumable"] == "1.0.0"
    for at in range(0, len(MP4), 1000):
        assert offset(client, url) == at
        answer = patch(client, url, MP4[at : at + 1000], at)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["upload-offset"] == str(min(at + 1000, len(MP4)))
    asset = client.get(f"/api/v1/assets/{answer.headers['mediaq-asset-id']}").json()
    assert (asset["filename"], asset["media_type"]) == ("naïve.mp4", "video")
    assert asset["sha256"] == sha256(MP4).hexdigest()
    assert asset["metadata"] == {"claimed_type": "video/mp4"}
    analysis = client.get(f"/api/v1/analyses/{answer.headers['mediaq-analysis-id']}").json()
    assert (analysis["status"], analysis["kickoff"]) == ("queued", "auto")
    (path,) = stored_files(settings.storage)
    assert path.read_bytes() == MP4
    assert value(connection, "select count(*) from mediaq.analysis") == 1


def test_what_became_of_an_upload(client: TestClient) -> None:
    url = begun(client)
    body = client.get(url).json()
    assert (body["state"], body["offset"], body["length"]) == ("uploading", 0, len(MP4))
    assert body["asset_id"] is None
    answer = patch(client, url, MP4)
    body = client.get(url).json()
    assert (body["state"], body["offset"], body["duplicate"]) == ("completed", len(MP4), False)
    assert body["asset_id"] == answer.headers["mediaq-asset-id"]
    assert body["sha256"] == sha256(MP4).hexdigest()
    again = head(client, url)
    assert again.headers["upload-offset"] == str(len(MP4))
    assert again.headers["mediaq-asset-id"] == body["asset_id"]
    assert patch(client, url, b"", len(MP4)).status_code == 204


def test_a_creation_with_the_first_bytes(client: TestClient) -> None:
    answer = client.post(
        PATH, content=MP4[:1500], headers={**PIECE, "Upload-Length": str(len(MP4))}
    )
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "1500")
    answer = patch(client, answer.headers["location"], MP4[1500:], 1500)
    assert "mediaq-asset-id" in answer.headers
    whole = client.post(PATH, content=MP4, headers={**PIECE, "Upload-Length": str(len(MP4))})
    assert whole.status_code == 201
    assert whole.headers["mediaq-asset-id"] == answer.headers["mediaq-asset-id"]


def test_a_length_that_is_known_later(client: TestClient) -> None:
    url = begun(client, None)
    assert head(client, url).headers["upload-defer-length"] == "1"
    patch(client, url, MP4[:100])
    size = {"Upload-Length": str(len(MP4))}
    answer = patch(client, url, MP4[100:200], 100, size)
    assert answer.status_code == 204
    assert head(client, url).headers["upload-length"] == str(len(MP4))
    other = {"Upload-Length": str(len(MP4) + 1)}
    refused(patch(client, url, b"", 200, other), 400, "invalid_header")
    assert "mediaq-asset-id" in patch(client, url, MP4[200:], 200).headers


def test_the_same_content_gives_the_stored_result(client: TestClient) -> None:
    first = accepted(client)
    url = begun(client)
    assert patch(client, url, MP4).headers["mediaq-analysis-id"] == first["analysis_id"]
    assert client.get(url).json()["duplicate"] is True
    url = begun(client, query="?force=true&tag=new")
    made = patch(client, url, MP4).headers["mediaq-analysis-id"]
    assert made != first["analysis_id"]
    assert client.get(f"/api/v1/analyses/{made}").json()["tag"] == "new"


def test_a_checksum_guards_its_bytes(client: TestClient) -> None:
    url = begun(client)

    def summed(content: bytes, of: bytes) -> Any:
        text = f"sha1 {b64encode(sha1(of, usedforsecurity=False).digest()).decode()}"
        return patch(client, url, content, offset(client, url), {"Upload-Checksum": text})

    assert summed(MP4[:3000], MP4[:3000]).status_code == 204
    answer = summed(MP4[3000:5000], b"something else")
    refused(answer, 460, "checksum_mismatch")
    assert offset(client, url) == 3000
    for bad in ("crc32 AAAA", "sha1 !", "sha1"):
        answer = patch(client, url, MP4[3000:], 3000, {"Upload-Checksum": bad})
        assert answer.status_code in (400, 460)
    answer = summed(MP4[3000:], MP4[3000:])
    assert answer.headers["upload-offset"] == str(len(MP4))
    assert client.get(url).json()["sha256"] == sha256(MP4).hexdigest()


def test_bytes_beyond_the_offset_are_cut_off(client: TestClient, settings: Settings) -> None:
    """As a crash between the disk and the row leaves them."""
    url = begun(client)
    patch(client, url, MP4[:1000])
    (part,) = stored_files(settings.storage)
    with part.open("ab") as file:
        file.write(b"never promised")
    answer = patch(client, url, MP4[1000:], 1000)
    assert client.get(url).json()["sha256"] == sha256(MP4).hexdigest()
    assert "mediaq-asset-id" in answer.headers


@pytest.mark.parametrize("stored", [False, True], ids=["before it moved", "after it moved"])
def test_a_completion_that_was_cut_short_is_made_up_for(
    client: TestClient, settings: Settings, connection: Connection, *, stored: bool
) -> None:
    """All bytes are there and the process that was to make the asset is not."""
    url = begun(client)
    patch(client, url, MP4[:1000])
    (part,) = stored_files(settings.storage)
    part.write_bytes(MP4)
    digest = sha256(MP4).hexdigest()
    if stored:
        target = settings.storage / "originals" / digest[:2] / digest
        target.parent.mkdir(parents=True)
        part.rename(target)
    connection.execute(
        "update mediaq.resumable_uploads set received = length, sha256 = %s",
        [digest if stored else None],
    )
    answer = head(client, url)
    assert (answer.status_code, answer.headers["upload-offset"]) == (200, str(len(MP4)))
    assert (
        value(connection, "select id::text from mediaq.media_assets")
        == (answer.headers["mediaq-asset-id"])
    )
    assert [path.read_bytes() for path in stored_files(settings.storage)] == [MP4]


def test_a_method_in_a_header(client: TestClient) -> None:
    url = begun(client)
    named = {**PIECE, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    answer = client.post(url, content=MP4, headers=named)
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(len(MP4)))
    refused(client.post(url, headers=VERSION), 400, "invalid_header")
