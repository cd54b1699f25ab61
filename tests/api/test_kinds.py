"""The routes by kind: each asks for the analysis that its name promises."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.problem import refused
from tests.api.rows import uploaded
from tests.kit.connections import Connection, value

MEDIA = "/api/media"
URL = "https://example.com/media"
FRAMES = {"fps": 3.0, "extract_frames": True, "generate_contact_sheet": False}
SHEETS = {"fps": 3.0, "extract_frames": False, "generate_contact_sheet": True}

ROUTES: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("video", "video_url", "video", {}, {}),
    (
        "video",
        "video_url",
        "video",
        {"fps": 5, "output_format": "png"},
        {"fps": 5.0, "frame_format": "png"},
    ),
    ("video", "video_url", "video", {"options": {"profile": "ebu"}}, {"profile": "ebu"}),
    ("video/extract-frames", "video_url", "video", {}, FRAMES),
    ("video/extract-frames", "video_url", "video", {"fps": 0.5}, {**FRAMES, "fps": 0.5}),
    (
        "video/extract-frames",
        "video_url",
        "video",
        {"options": {"extract_frames": False, "profile": "ebu"}},
        {**FRAMES, "profile": "ebu"},
    ),
    (
        "video/contact-sheet",
        "video_url",
        "video",
        {"grid": "4x5"},
        {**SHEETS, "contact_sheet_grid": "4x5"},
    ),
    ("audio", "audio_url", "audio", {"language": "de"}, {"language": "de"}),
    (
        "audio/transcribe",
        "audio_url",
        "audio",
        {"provider": "deepgram", "language": "pt-BR"},
        {"transcribe_audio": True, "transcription_provider": "deepgram", "language": "pt-BR"},
    ),
    ("documents", "document_url", "document", {"analysis_type": "technical"}, {}),
]


@pytest.mark.parametrize(("path", "name", "kind", "more", "options"), ROUTES)
def test_it_asks_for_what_its_name_says(
    client: TestClient,
    connection: Connection,
    path: str,
    name: str,
    kind: str,
    more: dict[str, Any],
    options: dict[str, Any],
) -> None:
    answer = client.post(f"{MEDIA}/{path}", json={name: URL, **more})
    body = answer.json()
    assert (answer.status_code, body["status"], body["estimated_time"]) == (202, "pending", 30)
    assert value(connection, "select options from mediaq.analysis") == options
    analyzer = "transcription" if path == "audio/transcribe" else "technical"
    assert value(connection, "select analyzer_type from mediaq.analysis") == analyzer
    shown = client.get(f"{MEDIA}/status/{body['analysis_id']}").json()
    assert (shown["media_type"], shown["source_url"]) == (kind, URL)


@pytest.mark.parametrize("path", sorted({route[0] for route in ROUTES}))
def test_refusals(client: TestClient, path: str) -> None:
    route = f"{MEDIA}/{path}"
    name = next(route[1] for route in ROUTES if route[0] == path)
    refused(client.post(route, json={}), 400, "missing_field")
    refused(client.post(route, json={"media_url": URL}), 422, "extra_field")
    refused(client.post(route, json={name: "file:///x"}), 422, "url_not_allowed", ["body", name])
    refused(client.post(route, json={name: 7}), 422, "wrong_type", ["body", name])
    refused(client.get(route), 405, "method_not_allowed")


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("video", {"fps": 0.05}, "out_of_range"),
        ("video/extract-frames", {"fps": 31}, "out_of_range"),
        ("video", {"output_format": "gif"}, "invalid_value"),
        ("video/contact-sheet", {"grid": "0x3"}, "invalid_value"),
        ("audio/transcribe", {"provider": "../x"}, "invalid_value"),
        ("audio/transcribe", {"language": "%s"}, "invalid_value"),
        ("documents", {"analysis_type": "seance"}, "unknown_analyzer"),
    ],
)
def test_values_that_are_not_allowed(
    client: TestClient, path: str, body: dict[str, Any], code: str
) -> None:
    name = next(route[1] for route in ROUTES if route[0] == path)
    refused(client.post(f"{MEDIA}/{path}", json={name: URL, **body}), 422, code, ["body", *body])


def test_stored_media_must_be_of_the_kind(client: TestClient, connection: Connection) -> None:
    asset_id = str(uploaded(connection)[0])
    for path in ("video", "audio/transcribe"):
        assert client.post(f"{MEDIA}/{path}", json={"asset_id": asset_id}).status_code == 202
    refused(
        client.post(f"{MEDIA}/documents", json={"asset_id": asset_id}), 422, "unsupported_media"
    )
