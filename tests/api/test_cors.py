"""Pages of other sites: preflights, what they may read, and browsers' headers on every answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.api.rows import JPEG, insert_file, stored, uploaded
from tests.kit.connections import Connection

PAGE = "https://app.example"
STATUS = "/api/media/status"


def preflight(client: TestClient, method: str, *headers: str, origin: str = PAGE) -> Any:
    asked = {"Access-Control-Request-Headers": ", ".join(headers)} if headers else {}
    given = {"Origin": origin, "Access-Control-Request-Method": method, **asked}
    return client.options("/api/upload", headers=given)


@pytest.fixture
def key(connection: Connection) -> dict[str, str]:
    return bearer(make(connection))


@pytest.fixture
def listed(settings: Settings) -> Iterator[TestClient]:
    """Only one site's pages."""
    only = settings.model_copy(update={"cors_origins": (PAGE,)})
    with TestClient(create_app(only)) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", ["authorization", "content-type", "idempotency-key", "prefer", "x-session-id"]),
        ("PATCH", ["tus-resumable", "upload-offset", "upload-checksum", "content-type"]),
        ("GET", ["x-api-key", "last-event-id", "if-none-match", "range", "x-request-id"]),
        ("DELETE", []),
    ],
)
def test_a_preflight_needs_no_key(
    client: TestClient, key: dict[str, str], method: str, headers: list[str]
) -> None:
    answer = preflight(client, method, *headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert method in answer.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("method", "header"), [("TRACE", "authorization"), ("POST", "x-forwarded-for")]
)
def test_a_preflight_that_is_refused(client: TestClient, method: str, header: str) -> None:
    refused(preflight(client, method, header), 403, "preflight_refused")


def test_pages_read_answers_and_refusals(client: TestClient, key: dict[str, str]) -> None:
    good = client.get(STATUS, headers={**key, "Origin": PAGE})
    bad = client.get(STATUS, headers={"Origin": PAGE, "Authorization": "Bearer x"})
    for answer, status in ((good, 200), (bad, 401)):
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        exposed = answer.headers["access-control-expose-headers"].lower().split(", ")
        assert {"etag", "location", "retry-after", "x-request-id", "upload-offset"} <= set(exposed)


def test_one_site_alone(listed: TestClient, key: dict[str, str]) -> None:
    assert preflight(listed, "POST").headers["access-control-allow-origin"] == PAGE
    refused(preflight(listed, "POST", origin="https://evil.example"), 403, "preflight_refused")
    good = listed.get(STATUS, headers={**key, "Origin": PAGE})
    assert good.headers["access-control-allow-origin"] == PAGE
    assert "Origin" in good.headers["vary"]
    other = listed.get(STATUS, headers={**key, "Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers


def test_a_request_from_no_page_hears_nothing_of_cors(client: TestClient) -> None:
    answer = client.get(STATUS)
    assert [name for name in answer.headers if name.startswith("access-control")] == []


def test_headers_for_browsers_on_every_answer(
    client: TestClient, settings: Settings, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    poster = stored(settings, "poster.jpg", JPEG)
    file = insert_file(connection, uploaded(connection)[1], poster)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("api.routes.assets.read", broken)
    asset = "/api/v1/assets/0199c0de-0000-7000-8000-000000000001"
    paths = {"/": 200, "/nothing": 404, STATUS: 200, f"/api/v1/files/{file}": 200, asset: 500}
    for path, status in paths.items():
        answer = client.get(path)
        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-site"
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["content-security-policy"].startswith("default-src 'none';")


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/listen"])
def test_pages_of_ours_load_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(path)
    if answer.status_code == 404:
        pytest.skip("not served")
    policy = answer.headers["content-security-policy"]
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
