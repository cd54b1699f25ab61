"""`POST /api/upload`: what is taken, what is refused, and that a refusal leaves nothing."""

from collections.abc import Iterator
from hashlib import sha256

import pytest
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.media import MP4, PDF, PNG, accepted, stored_files, upload
from tests.api.problem import refused
from tests.kit.connections import Connection, column, value

BOUNDARY = "7d3f"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
HLS = b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n"


def form(
    name: str = "file", *, closed: bool = True, disposition: str = '; filename="a.mp4"'
) -> bytes:
    """A form of one part, by hand."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{disposition}\r\n\r\n'
    return head.encode() + MP4 + (f"\r\n--{BOUNDARY}--\r\n".encode() if closed else b"")


def test_upload_stores_the_file_and_queues_its_analysis(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    answer = upload(client, MP4, "holiday.mp4")
    assert answer.status_code == 202
    body = answer.json()
    assert answer.headers["location"] == f"/api/v1/analyses/{body['analysis_id']}"
    digest = sha256(MP4).hexdigest()
    asset = {key: body[key] for key in ("filename", "media_type", "size_bytes", "sha256")}
    assert asset == {
        "filename": "holiday.mp4",
        "media_type": "video",
        "size_bytes": len(MP4),
        "sha256": digest,
    }
    assert body["status"] == "queued"
    assert value(connection, "select id::text from mediaq.analysis") == body["analysis_id"]
    path = value(connection, "select storage_path from mediaq.media_assets")
    assert (settings.storage / path).read_bytes() == MP4
    assert stored_files(settings.storage) == [settings.storage / path]


@pytest.mark.parametrize(
    ("content", "filename", "media_type"),
    [
        (PNG, "wrong.mp4", "image"),
        (PDF, "report.pdf", "document"),
        (b"notes\n", "a.txt", "document"),
    ],
)
def test_other_types_are_taken_for_what_they_are(
    client: TestClient, content: bytes, filename: str, media_type: str
) -> None:
    assert accepted(client, content, filename)["media_type"] == media_type


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.mp4", "passwd.mp4"),
        ("-y", "-y"),
        ("nul\0\x01 .mp4", "nul .mp4"),
        ("a\tb.mp4", "ab.mp4"),
        ("concat:a|b %d ${x}'; drop table job; --", "concat:a|b %d ${x}'; drop table job; --"),
        ("é漢‮gpj.mp4", "é漢gpj.mp4"),
        ("x" * 10_000 + ".mp4", "x" * 251 + ".mp4"),
    ],
)
def test_file_names_are_display_text(client: TestClient, given: str, shown: str) -> None:
    body = form(disposition=f'; filename="{given}"')
    answer = client.post("/api/upload", content=body, headers=FORM)
    assert answer.json()["filename"] == shown


def test_a_file_name_of_20_kb_is_refused(client: TestClient) -> None:
    body = form(disposition=f'; filename="{"x" * 20_000}"')
    answer = client.post("/api/upload", content=body, headers=FORM)
    refused(answer, 400, "invalid_multipart")


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "empty.mp4", "empty_media"),
        (b"just text", "text.mp4", "unsupported_media"),
        (HLS, "playlist.mp4", "unsupported_media"),
        (b"ffconcat version 1.0\nfile other.wav\n", "list.mp4", "unsupported_media"),
        (b"<!doctype html><script>1</script>", "page.txt", "unsupported_media"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.png", "unsupported_media"),
        (b"PK\x03\x04" + bytes(100), "archive.zip", "unsupported_media"),
        (b"\x7fELF" + bytes(5000), "program.mp4", "unsupported_media"),
        (b"\x01\x02\x03" * 1_000_000, "noise.mp4", "unsupported_media"),
    ],
)
def test_what_is_no_media_is_refused_and_not_kept(
    client: TestClient,
    settings: Settings,
    connection: Connection,
    *,
    content: bytes,
    filename: str,
    code: str,
) -> None:
    refused(upload(client, content, filename), 422, code)
    assert stored_files(settings.storage) == []
    assert column(connection, "select id from mediaq.media_assets") == []


def test_a_file_above_the_limit_is_refused(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    for size in (settings.max_upload_bytes + 1, settings.max_upload_bytes + 100_000):
        refused(upload(client, MP4 + bytes(size - len(MP4))), 413, "media_too_large")
    assert stored_files(settings.storage) == []
    assert column(connection, "select id from mediaq.media_assets") == []
    accepted(client, MP4 + bytes(settings.max_upload_bytes - len(MP4)))


def test_a_body_of_unknown_length_is_cut_at_the_limit(
    client: TestClient, settings: Settings
) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        yield form(closed=False)
        while taken < 100_000_000:
            taken += 65_536
            yield bytes(65_536)

    refused(client.post("/api/upload", content=endless(), headers=FORM), 413, "media_too_large")
    assert stored_files(settings.storage) == []


@pytest.mark.parametrize(
    "body",
    [form("other"), form(disposition=""), f"--{BOUNDARY}--\r\n".encode()],
    ids=["another field", "no file", "no part"],
)
def test_a_form_without_the_file_is_refused(
    client: TestClient, settings: Settings, body: bytes
) -> None:
    answer = client.post("/api/upload", content=body, headers=FORM)
    refused(answer, 400, "missing_field", ["body", "file"])
    assert stored_files(settings.storage) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"not a form", form(closed=False), form(closed=False) + b"\r\n" + form()],
    ids=["empty", "text", "cut", "two files"],
)
def test_a_malformed_form_is_refused(client: TestClient, settings: Settings, body: bytes) -> None:
    refused(client.post("/api/upload", content=body, headers=FORM), 400, "invalid_multipart")
    assert stored_files(settings.storage) == []


@pytest.mark.parametrize("boundary", ["", "; boundary=", f"; boundary={'x' * 71}"])
def test_a_form_without_a_boundary_is_refused(client: TestClient, boundary: str) -> None:
    headers = {"Content-Type": f"multipart/form-data{boundary}"}
    refused(client.post("/api/upload", content=form(), headers=headers), 400, "invalid_multipart")


@pytest.mark.parametrize("kind", ["application/json", "multipart/mixed; boundary=x"])
def test_bodies_that_are_no_file_are_refused(client: TestClient, kind: str) -> None:
    answer = client.post("/api/upload", content=b"{}", headers={"Content-Type": kind})
    refused(answer, 415, "unsupported_content_type")
