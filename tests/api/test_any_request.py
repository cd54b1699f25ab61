"""Whatever a client sends: a running server answers it, and never with a defect of its own."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.every import BODIES, JSON, LISTS, READS, serving
from tests.api.problem import CODES
from tests.kit.cluster import Cluster

URL = "https://example.com/v.mp4"


@pytest.fixture(scope="module")
def api(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    with (
        cluster.database() as url,
        serving(url, tmp_path_factory.mktemp("storage")) as client,
    ):
        yield client


FIELDS = st.sampled_from(
    [
        *("prompt", "media_url", "media_type", "config", "options", "parameters", "priority"),
        *("run_at", "tag", "callback_url", "asset_id", "video_path", "fps", "grid", "force"),
        *("session_id", "params"),
    ]
)
LIKELY = [URL, "2026-01-01", "video", "technical", 1, 2.5, "9999-12-31", "/etc/passwd"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(LIKELY),
)
VALUES = SCALARS | st.dictionaries(FIELDS | st.just("fps"), SCALARS, max_size=3)


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(BODIES), body=st.dictionaries(FIELDS, VALUES, max_size=5))
def test_any_body_is_answered(api: httpx2.Client, path: str, body: dict[str, Any]) -> None:
    answer = api.post(path, content=json.dumps(body), headers=JSON)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.json()["code"] in CODES


@settings(max_examples=40, deadline=None)
@given(
    path=st.sampled_from(LISTS),
    query=st.dictionaries(
        st.sampled_from(["page", "per_page", "status", "date_from", "order", "asset_id", "tag"]),
        st.sampled_from(["1", "0", "-1", "failed", "2026-01-01", "asc", ""]) | st.text(max_size=10),
        max_size=4,
    ),
)
def test_any_query_is_answered(api: httpx2.Client, path: str, query: dict[str, str]) -> None:
    answer = api.get(path, params={k: v.encode("utf-8", "replace") for k, v in query.items()})
    assert answer.status_code < 500, answer.text


NAMES = st.sampled_from(
    [
        *("Accept", "Accept-Encoding", "Authorization", "Content-Digest", "Content-Encoding"),
        *("Content-Type", "Cookie", "Expect", "If-Match", "If-Modified-Since", "If-None-Match"),
        *("If-Range", "Idempotency-Key", "Last-Event-ID", "Origin", "Range", "Referer"),
        *("Sec-Fetch-Site", "Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Offset"),
        *("X-API-Key", "X-HTTP-Method-Override", "X-Request-Id", "X-Session-Id"),
    ]
)
HEADER_VALUES = st.sampled_from(
    [
        b"",
        b"*",
        b"bytes=0-",
        b"bytes=9-1,,x",
        b"Bearer mq_",
        b"Bearer \xff",
        b"-1",
        b"1e9",
        b"a,b;c=d",
    ]
) | st.binary(max_size=30).map(lambda text: bytes(byte for byte in text if byte >= 33))


@settings(max_examples=100, deadline=None)
@given(
    request=st.sampled_from(
        [("GET", path) for path in READS] + [("POST", path) for path in (*BODIES, "/api/upload")]
    ),
    headers=st.dictionaries(NAMES, HEADER_VALUES, max_size=4),
)
def test_any_headers_are_answered(
    api: httpx2.Client, request: tuple[str, str], headers: dict[str, bytes]
) -> None:
    method, path = request
    given = [(name.encode(), value) for name, value in headers.items()]
    answer = api.request(method, path, content=b"{}" if method == "POST" else None, headers=given)
    assert answer.status_code < 500 or path == "/api/media/health", answer.text
