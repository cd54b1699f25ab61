"""`POST /api/upload` with the file as the whole body: names, claims, digests, limits."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256, sha512
from typing import Any

import pytest
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.media import MP4, PNG, stored_files, upload
from tests.api.problem import refused
from tests.kit.connections import Connection, column, value

Headers = dict[str, str]


def send(
    client: TestClient, content: bytes = MP4, query: str = "", headers: Headers | None = None
) -> Any:
    """The answer to a raw upload."""
    return client.post(f"/api/upload{query}", content=content, headers=headers)


def sha_256(content: bytes) -> str:
    return f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"


def sha_512(content: bytes) -> str:
    return f"sha-512=:{b64encode(sha512(content).digest()).decode()}:"


@pytest.mark.parametrize(
    "kind", [None, "video/mp4", "application/octet-stream", "application/x-www-form-urlencoded"]
)
def test_the_body_is_the_file(
    client: TestClient, settings: Settings, connection: Connection, kind: str | None
) -> None:
    answer = send(client, MP4, "?filename=clip.mp4", {"Content-Type": kind} if kind else None)
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert (body["filename"], body["media_type"]) == ("clip.mp4", "video")
    assert body["sha256"] == sha256(MP4).hexdigest()
    path = value(connection, "select storage_path from mediaq.media_assets")
    assert (settings.storage / path).read_bytes() == MP4


@pytest.mark.parametrize(
    ("disposition", "shown"),
    [
        ('attachment; filename="holiday.mp4"', "holiday.mp4"),
        ("attachment; filename=plain.mp4", "plain.mp4"),
        ("attachment; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.mp4", "naïve €.mp4"),
        ("attachment; filename=\"fallback.mp4\"; filename*=utf-8'en'best.mp4", "best.mp4"),
        ('attachment; filename="../../etc/passwd.mp4"', "passwd.mp4"),
        ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd%00", "passwd"),
        ("attachment; filename*=klingon''x.mp4", "query.mp4"),
        ("attachment", "query.mp4"),
        ("", "query.mp4"),
    ],
)
def test_where_the_name_comes_from(client: TestClient, disposition: str, shown: str) -> None:
    answer = send(client, MP4, "?filename=query.mp4", {"Content-Disposition": disposition})
    assert answer.json()["filename"] == shown


def test_a_file_without_a_name(client: TestClient) -> None:
    assert send(client).json()["filename"] == "upload"


def test_the_declared_type_is_a_claim(client: TestClient) -> None:
    body = send(
        client, PNG, "?filename=wrong.mp4", {"Content-Type": "Video/MP4; codecs=avc1"}
    ).json()
    asset = client.get(f"/api/v1/assets/{body['asset_id']}").json()
    assert (asset["media_type"], asset["mime_type"]) == ("image", "image/png")
    assert asset["metadata"] == {"claimed_type": "video/mp4"}
    assert asset["filename"] == "wrong.mp4"
    form = upload(client, MP4 + b"form").json()
    asset = client.get(f"/api/v1/assets/{form['asset_id']}").json()
    assert asset["metadata"] == {"claimed_type": "video/mp4"}


@pytest.mark.parametrize(
    "header",
    [
        {"Content-Digest": sha_256(MP4)},
        {"Content-Digest": sha_512(MP4)},
        {"Repr-Digest": sha_256(MP4)},
        {"Content-Digest": f"md5=:{b64encode(bytes(16)).decode()}:, {sha_256(MP4)};q=1"},
        {"Content-Digest": "unixsum=:AA==:"},
        {"Content-Digest": ""},
    ],
)
def test_a_digest_that_is_true_or_unknown(client: TestClient, header: Headers) -> None:
    assert send(client, headers=header).status_code == 202


@pytest.mark.parametrize(
    "header",
    [
        {"Content-Digest": sha_256(PNG)},
        {"Content-Digest": f"{sha_256(MP4)}, {sha_512(PNG)}"},
        {"Content-Digest": sha_256(MP4), "Repr-Digest": sha_256(PNG)},
    ],
)
def test_a_digest_that_is_not_true(
    client: TestClient, settings: Settings, connection: Connection, header: Headers
) -> None:
    refused(send(client, headers=header), 422, "digest_mismatch")
    assert stored_files(settings.storage) == []
    assert column(connection, "select id from mediaq.media_assets") == []


@pytest.mark.parametrize(
    "text",
    [
        "sha-256",
        "sha-256=abc",
        "sha-256=:abc:",
        "sha-256=:AAAA:",
        "=:AAAA:",
        "sha-256=:AAAA:,",
        "é",
    ],
)
def test_a_malformed_digest(client: TestClient, settings: Settings, text: str) -> None:
    header = {b"Content-Digest": text.encode("latin-1")}
    answer = client.post("/api/upload", content=MP4, headers=header)
    refused(answer, 400, "invalid_digest")
    assert stored_files(settings.storage) == []


def test_the_digest_of_a_form_is_that_of_its_body(client: TestClient) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
        + MP4
        + b"\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    wrong, right = {"Content-Digest": sha_256(MP4)}, {"Content-Digest": sha_256(body)}
    refused(send(client, body, headers=kind | wrong), 422, "digest_mismatch")
    assert send(client, body, headers=kind | right).status_code == 202


def test_limits_by_length_and_by_count(client: TestClient, settings: Settings) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        yield MP4
        while taken < 100_000_000:
            taken += 65_536
            yield bytes(65_536)

    most = settings.max_upload_bytes
    refused(send(client, MP4 + bytes(most + 1 - len(MP4))), 413, "media_too_large")
    refused(client.post("/api/upload", content=endless()), 413, "media_too_large")
    assert stored_files(settings.storage) == []
    assert send(client, MP4 + bytes(most - len(MP4))).status_code == 202


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_media"), (b"\x7fELF" + bytes(5000), "unsupported_media")],
)
def test_what_is_no_media(
    client: TestClient, settings: Settings, content: bytes, code: str
) -> None:
    refused(send(client, content, headers={"Content-Type": "video/mp4"}), 422, code)
    assert stored_files(settings.storage) == []


def test_a_coded_body_is_refused(client: TestClient) -> None:
    refused(send(client, headers={"Content-Encoding": "gzip"}), 415, "unsupported_content_type")


def test_what_is_asked_goes_to_the_analysis(client: TestClient, connection: Connection) -> None:
    body = send(client, MP4, "?tag=summer&priority=-5").json()
    rows = connection.execute(
        "select id::text, tag, priority, kickoff, status from mediaq.analysis"
    ).fetchall()
    assert rows == [(body["analysis_id"], "summer", -5, "auto", "queued")]
    asset = connection.execute(
        "select upload_status, analysis_status, owner from mediaq.media_assets"
    ).fetchall()
    assert asset == [("completed", "queued", "local")]


def test_a_callback_is_for_an_analysis_of_its_own(
    client: TestClient, connection: Connection
) -> None:
    query = "?callback_url=https://example.com/done"
    assert [send(client, MP4, query).status_code for _ in range(2)] == [202, 202]
    urls = column(connection, "select callback_url from mediaq.analysis")
    assert urls == ["https://example.com/done"] * 2
    answer = send(client, MP4, "?callback_url=https://127.0.0.1/")
    refused(answer, 422, "url_not_allowed")


@pytest.mark.parametrize(
    "query", ["?force=maybe", "?priority=x", "?priority=5000", "?tag=", "?colour=1", "?tag=%00"]
)
def test_a_query_that_is_not_valid(client: TestClient, settings: Settings, query: str) -> None:
    refused(send(client, MP4, query), 400, "invalid_query")
    assert stored_files(settings.storage) == []
