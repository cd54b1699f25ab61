"""Bad requests against a running server: every route for what all of them refuse alike, then the
values of an analysis one by one. Any 500 fails; every refusal is a problem document."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx2
import psycopg
import pytest
from starlette.routing import Match, Route

from api.body import BODY_BYTES
from tests.api.every import BODIES, JSON, LISTS, NO_ID, PATHS, ROUTES, TUS, serving, takes_json
from tests.api.problem import refused
from tests.kit.cluster import Cluster
from tests.kit.connections import Connection

ANALYZE = "/api/media/analyze"
URL = "https://example.com/v.mp4"


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> Iterator[str]:
    with cluster.database() as url:
        yield url


@pytest.fixture(scope="module")
def api(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    with serving(database, tmp_path_factory.mktemp("storage")) as client:
        yield client


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def post(api: httpx2.Client, path: str, content: Any, **headers: str) -> httpx2.Response:
    return api.post(path, content=content, headers=JSON | headers)


def ask(api: httpx2.Client, **body: Any) -> httpx2.Response:
    return api.post(ANALYZE, json={"media_url": URL, **body})


@pytest.mark.parametrize("path", PATHS)
def test_the_wrong_method(api: httpx2.Client, path: str) -> None:
    path = path.replace("{id}", NO_ID)
    scope = {"type": "http", "method": "GET", "path": path}
    fitting = [route for route in ROUTES if route.matches(scope)[0] is not Match.NONE]
    allowed = {method for route in fitting for method in route.methods or ()}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - allowed:
        answer = api.request(method, path)
        refused(answer, 405, "method_not_allowed")
        assert set(answer.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize("route", [r for r in ROUTES if "{id}" in r.path], ids=lambda r: r.path)
@pytest.mark.parametrize("id", ["x", "'; drop table job; --", "\0", "é", "../x", "1e9", "x" * 3000])
def test_an_id_that_is_none(api: httpx2.Client, route: Route, id: str) -> None:
    path = route.path.replace("{id}", quote(id, safe=""))
    for method in (route.methods or set()) - {"HEAD", "OPTIONS"}:
        headers = JSON if takes_json(route) else TUS
        answer = api.request(method, path, content=b"{}", headers=headers)
        if answer.json()["code"] != "not_found":  # an id with a slash is another path
            refused(answer, 400, "invalid_id", ["path", "id"])


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b'{"a": 1} x', 400, "invalid_json"),
        (b"\xef\xbb\xbf{}", 400, "invalid_json"),
        (b'{"a": "\xff"}', 400, "invalid_json"),
        (b'{"a": "\\ud800"}', 400, "invalid_json"),
        (b"[" * 20_000, 400, "invalid_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", 400, "invalid_json"),
        (b"[1]", 422, "wrong_type"),
        (b'{"a": "\\u0000"}', 422, "nul_character"),
        (b'{"a": NaN}', 422, "not_finite"),
        (b'{"a": [-Infinity]}', 422, "not_finite"),
        (b'{"a": 1e400}', 422, "not_finite"),
        (b'{"a": 9223372036854775808}', 422, "out_of_range"),
        (b'{"colour": 1, "media_url": "x"}', 422, "extra_field"),
        (b" " * (BODY_BYTES + 1), 413, "body_too_large"),
    ],
)
def test_a_bad_body(api: httpx2.Client, path: str, content: bytes, status: int, code: str) -> None:
    answer = post(api, path, content)
    if code == "extra_field":
        codes = [error["code"] for error in answer.json()["errors"]]
        assert answer.status_code in (400, 422)
        assert code in codes
    else:
        refused(answer, status, code)


@pytest.mark.parametrize("path", BODIES)
def test_a_body_of_another_type_or_length(api: httpx2.Client, path: str) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = api.post(path, content=b"{}", headers={"Content-Type": kind})
        refused(answer, 415, "unsupported_content_type")
    chunks = iter([b" " * 65_536] * 5)
    refused(api.post(path, content=chunks, headers=JSON), 413, "body_too_large")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("text", ["colour=1", "%00=1", "x=%FF", "&".join(["x=1"] * 201)])
def test_a_bad_query(api: httpx2.Client, path: str, text: str) -> None:
    refused(api.get(f"{path}?{text}"), 400, "invalid_query")


@pytest.mark.parametrize(
    "text",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=1&page=2",
        "per_page=-1",
        "per_page=101",
        "per_page=1000000000",
        "per_page=" + "9" * 5000,
        "status=lost",
        "sort_by=secret",
        "order=up",
        "media_type=smell",
        "date_from=soon",
        "date_from=2026-02-30",
        "date_to=99999-01-01",
        "date_from=-0001-01-01",
    ],
)
def test_a_bad_query_of_the_history(api: httpx2.Client, text: str) -> None:
    document = refused(api.get(f"/api/media/history?{text}"), 400, "invalid_query")
    assert document["errors"][0]["loc"] == ["query", text.split("=")[0]]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("priority", 2**31, "out_of_range"),
        ("priority", -(2**63), "out_of_range"),
        ("priority", True, "wrong_type"),
        ("priority", "7", "wrong_type"),
        ("priority", 7.5, "wrong_type"),
        ("run_at", "9999-12-31T23:59:59-12:00", "out_of_range"),
        ("run_at", "-0001-01-01T00:00:00Z", "out_of_range"),
        ("run_at", "10000-01-01T00:00:00Z", "out_of_range"),
        ("run_at", 1e300, "wrong_type"),
        ("run_at", "tomorrow", "invalid_value"),
        ("force", 1, "wrong_type"),
        ("prompt", 7, "wrong_type"),
        ("prompt", "x" * 40_000, "too_long"),
        ("tag", "", "too_short"),
        ("media_type", "smell", "invalid_value"),
        ("analyzer_type", "mindreader", "unknown_analyzer"),
        ("options", [], "wrong_type"),
        ("options", {"fps": 99}, "invalid_options"),
        ("options", {"fps": "2"}, "invalid_options"),
        ("options", {"colour": 1}, "invalid_options"),
        ("config", {"max_tokens": 0}, "invalid_config"),
        ("parameters", [1], "wrong_type"),
        ("parameters", {"a": "x" * 65_536}, "options_too_large"),
        ("callback_url", "http://127.0.0.1/", "url_not_allowed"),
        ("callback_url", "https://169.254.169.254/", "url_not_allowed"),
        ("media_url", "file:///etc/passwd", "url_not_allowed"),
        ("media_url", "http://127.0.0.1:9/", "url_not_allowed"),
        ("media_url", "", "too_short"),
        ("media_url", "x" * 3000, "too_long"),
    ],
)
def test_a_value_of_an_analysis(api: httpx2.Client, field: str, value: Any, code: str) -> None:
    document = refused(ask(api, **{field: value}), 422, code)
    assert document["errors"][0]["loc"][:2] == ["body", field]


def test_an_analysis_of_nothing(api: httpx2.Client) -> None:
    refused(post(api, ANALYZE, b"{}"), 400, "missing_field")
    refused(ask(api, asset_id=str(uuid4())), 422, "invalid_value")
    refused(post(api, ANALYZE, b'{"asset_id": "7"}'), 400, "invalid_id", ["body", "asset_id"])
    refused(post(api, ANALYZE, json.dumps({"asset_id": str(uuid4())})), 404, "not_found")


@pytest.mark.parametrize(
    "text", ["'; drop table job; --", "%s %(x)s {0} ${x}", "\\ \\n \\x00", "‮é漢\U0001f600"]
)
def test_text_is_kept_byte_for_byte(api: httpx2.Client, connection: Connection, text: str) -> None:
    made = ask(api, prompt=text, tag=text, parameters={text: [text]}).json()
    row = connection.execute(
        "select prompt, tag, parameters from mediaq.analysis where id = %s", [made["analysis_id"]]
    ).fetchone()
    assert row == (text, text, {text: [text]})


def test_an_analysis_asked_for_again_with_its_key(api: httpx2.Client) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    body = {"media_url": URL, "tag": "again"}
    first, again = (api.post(ANALYZE, json=body, headers=key) for _ in range(2))
    assert first.status_code == 202
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["location"] == first.headers["location"]
    other = api.post(ANALYZE, json={**body, "tag": "other"}, headers=key)
    refused(other, 422, "idempotency_mismatch")
    refused(
        api.post(ANALYZE, json=body, headers={"Idempotency-Key": "x" * 256}),
        400,
        "invalid_idempotency_key",
    )
