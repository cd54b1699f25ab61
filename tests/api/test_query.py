"""Query strings read into a model: what is refused, with which code, and where it says it is."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.api.problem import refused
from tests.api.reading import A_UUID, reading


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with reading() as client:
        yield client


def test_a_query_as_a_model(client: TestClient) -> None:
    text = f"page=7&status=queued,failed&status=queued&since=2026-01-01T00:00:00Z&id={A_UUID}"
    assert client.get(f"/list?{text}").json() == {
        "page": 7,
        "since": "2026-01-01T00:00:00Z",
        "order": "desc",
        "id": A_UUID,
        "status": ["queued", "failed", "queued"],
    }


@pytest.mark.parametrize(
    ("text", "code", "loc"),
    [
        ("page=0", "out_of_range", ["page"]),
        ("page=-1", "out_of_range", ["page"]),
        ("page=1000000000", "out_of_range", ["page"]),
        ("page=99999999999999999999999999", "out_of_range", ["page"]),
        ("page=" + "9" * 5000, "out_of_range", ["page"]),
        ("page=", "wrong_type", ["page"]),
        ("page=x", "wrong_type", ["page"]),
        ("page=1.5", "wrong_type", ["page"]),
        ("page=1&page=2", "invalid_query", ["page"]),
        ("since=soon", "invalid_value", ["since"]),
        ("since=2026-02-30T00:00:00Z", "invalid_value", ["since"]),
        ("since=9999-12-31T23:59:59-12:00", "out_of_range", ["since"]),
        ("order=up", "invalid_value", ["order"]),
        ("status=queued,lost", "invalid_value", ["status", "1"]),
        ("colour=1", "extra_field", ["colour"]),
        ("Page=1", "extra_field", ["Page"]),
    ],
)
def test_a_bad_query(client: TestClient, text: str, code: str, loc: list[str]) -> None:
    document = refused(client.get(f"/list?{text}"), 400, "invalid_query", ["query", *loc])
    assert document["errors"][0]["code"] == code


@pytest.mark.parametrize("text", ["page=%FF", "page=%00", "%00=1", "&".join(["page=1"] * 201)])
def test_a_query_that_cannot_be_read(client: TestClient, text: str) -> None:
    refused(client.get(f"/list?{text}"), 400, "invalid_query")


def test_a_malformed_id_in_a_query(client: TestClient) -> None:
    refused(client.get("/list?id=7"), 400, "invalid_id", ["query", "id"])


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="abcdefpagesinceorderidstatus=&%+;,0123456789-T:.Z", max_size=60))
def test_any_query_is_taken_or_refused(client: TestClient, text: str) -> None:
    answer = client.get(f"/list?{text}")
    if answer.status_code != 200:
        refused(answer, 400, answer.json()["code"])
        assert answer.json()["code"] in ("invalid_query", "invalid_id")
