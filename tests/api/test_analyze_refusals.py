"""`POST /api/media/analyze`: what is refused, and with which code."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.media import MP4
from tests.api.problem import refused
from tests.api.rows import stored
from tests.kit.connections import Connection, column, value
from tests.kit.rows import insert_asset

PATH = "/api/media/analyze"
URL = "https://example.com/video.mp4"


def ask(client: TestClient, **body: Any) -> Any:
    """The answer to a request."""
    return client.post(PATH, json=body)


def test_paths_that_lead_out(client: TestClient, settings: Settings, tmp_path: Path) -> None:
    settings.storage.mkdir(exist_ok=True)
    (tmp_path / "secret.mp4").write_bytes(MP4)
    (settings.storage / "link.mp4").symlink_to(tmp_path / "secret.mp4")
    for bad in ("../secret.mp4", str(tmp_path / "secret.mp4"), "link.mp4", "/etc/passwd"):
        problem = refused(ask(client, video_path=bad), 422, "path_outside_storage")
        assert problem["errors"][0]["loc"] == ["body", "video_path"]
        assert str(tmp_path) not in str(problem)


def test_paths_to_nothing(client: TestClient, settings: Settings) -> None:
    stored(settings, "tmp/half.mp4", MP4)
    stored(settings, "inbox/page.html", b"<html>")
    for bad in (
        "nothing.mp4",
        "inbox",
        "tmp/half.mp4",
        "a\nb",
        "%d",
        "-y",
        ".",
        "\u202e",
        "x" * 900,
    ):
        refused(ask(client, video_path=bad), 404, "not_found")
    refused(ask(client, video_path="inbox/page.html"), 422, "unsupported_media")


def test_a_file_of_somebody_else_does_not_exist(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    """With keys in use a path leads to the owner's own assets alone."""
    stored(settings, "inbox/theirs.mp4", MP4)
    insert_asset(
        connection, owner="bob", storage_path="inbox/theirs.mp4", upload_status="completed"
    )
    key = bearer(make(connection, "ann"))
    answer = client.post(PATH, json={"video_path": "inbox/theirs.mp4"}, headers=key)
    refused(answer, 404, "not_found")
    asset = value(connection, "select id from mediaq.media_assets")
    refused(client.post(PATH, json={"asset_id": str(asset)}, headers=key), 404, "not_found")


def test_no_media_and_too_much(client: TestClient) -> None:
    refused(ask(client, prompt="x"), 400, "missing_field")
    refused(ask(client, media_url=None), 400, "missing_field")
    refused(ask(client, media_url=URL, asset_id=str(uuid4())), 422, "invalid_value")


def test_assets_that_are_not_there(client: TestClient, connection: Connection) -> None:
    pending = insert_asset(connection)
    deleted = insert_asset(connection, deleted_at="2026-01-01")
    refused(ask(client, asset_id=str(uuid4())), 404, "not_found")
    refused(ask(client, asset_id=str(deleted)), 410, "gone")
    refused(ask(client, asset_id=str(pending)), 409, "not_uploaded")
    for bad in ("7", "", f"{{{pending}}}", str(pending) + "\n"):
        refused(ask(client, asset_id=bad), 400, "invalid_id", ["body", "asset_id"])


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("media_url", "file:///etc/passwd"),
        ("media_url", "ftp://example.com/x"),
        ("media_url", "https://u:p@example.com/"),
        ("media_url", "http://127.0.0.1/x"),
        ("media_url", "http://2130706433/"),
        ("media_url", "http://[::ffff:10.0.0.1]/"),
        ("media_url", "http://example.com:25/"),
        ("media_url", "not a url"),
        ("callback_url", "http://example.com/hook"),
        ("callback_url", "https://169.254.169.254/latest"),
        ("callback_url", "https://localhost/hook"),
    ],
)
def test_urls_that_are_not_allowed(
    client: TestClient, connection: Connection, field: str, bad: str
) -> None:
    body = {"media_url": URL, field: bad}
    refused(ask(client, **body), 422, "url_not_allowed", ["body", field])
    assert column(connection, "select id from mediaq.media_assets") == []


@pytest.mark.parametrize(
    ("body", "code", "loc"),
    [
        ({"media_type": "hologram"}, "invalid_value", "media_type"),
        ({"priority": 1001}, "out_of_range", "priority"),
        ({"priority": 2**70}, "out_of_range", "priority"),
        ({"priority": True}, "wrong_type", "priority"),
        ({"priority": "7"}, "wrong_type", "priority"),
        ({"priority": 7.5}, "wrong_type", "priority"),
        ({"run_at": "9999-12-31T23:59:59Z"}, "out_of_range", "run_at"),
        ({"run_at": "-0001-01-01T00:00:00Z"}, "out_of_range", "run_at"),
        ({"run_at": "tomorrow"}, "invalid_value", "run_at"),
        ({"run_at": 7}, "wrong_type", "run_at"),
        ({"analyzer_type": "seance"}, "unknown_analyzer", "analyzer_type"),
        ({"colour": 1}, "extra_field", "colour"),
        ({"tag": ""}, "too_short", "tag"),
        ({"tag": "x" * 201}, "too_long", "tag"),
        ({"prompt": "a\0b"}, "nul_character", "prompt"),
        ({"media_url": "https://example.com/" + "x" * 3000}, "too_long", "media_url"),
    ],
)
def test_values_that_are_not_allowed(
    client: TestClient, body: dict[str, Any], code: str, loc: str
) -> None:
    refused(ask(client, **{"media_url": URL, **body}), 422, code, ["body", loc])


@pytest.mark.parametrize(
    "body",
    [
        {"options": {"fps": 99}},
        {"options": {"colour": 1}},
        {"options": {"transcribe_audio": "yes"}},
    ],
)
def test_options_that_do_not_fit(client: TestClient, body: dict[str, Any]) -> None:
    refused(ask(client, media_url=URL, **body), 422, "invalid_options")
