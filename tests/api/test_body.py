"""JSON bodies: what is refused, with which code, and where it says it is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.body import BODY_BYTES
from api.refusals import FIELD_REFUSALS
from tests.api.problem import refused
from tests.api.reading import A_UUID, Asked, reading

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with reading() as client:
        yield client


def post(client: TestClient, content: bytes | str | Iterator[bytes], **headers: str) -> Any:
    return client.post("/", content=content, headers=JSON | headers)


def test_what_is_well_formed_is_taken(client: TestClient) -> None:
    given = {
        "name": "'; drop %s {0} \\ 漢\U0001f600",
        "id": A_UUID,
        "priority": -10,
        "share": 7,
        "flag": True,
        "run_at": "2026-01-01T01:00:00+01:00",
        "kind": "audio",
        "tags": [],
        "options": {"fps": 2},
        "config": None,
        "parameters": {"deep": [[{"a": [1.5, None]}]]},
    }
    taken = post(client, json.dumps(given, ensure_ascii=False).encode())
    assert taken.status_code == 200, taken.text
    assert {key: taken.json()[key] for key in ("name", "id", "priority", "share", "kind")} == {
        key: given[key] for key in ("name", "id", "priority", "share", "kind")
    }


def test_of_keys_given_twice_the_last_one_counts(client: TestClient) -> None:
    assert post(client, '{"name": "a", "priority": "x", "priority": 2}').json()["priority"] == 2


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/jsonp", "application/x-www-form-urlencoded"]
)
def test_another_content_type(client: TestClient, kind: str) -> None:
    answer = client.post("/", content=b'{"name": "a"}', headers={"Content-Type": kind})
    refused(answer, 415, "unsupported_content_type")


def test_content_types_that_are_json(client: TestClient) -> None:
    for kind in ("application/json", "Application/JSON; charset=utf-8"):
        assert post(client, '{"name": "a"}', **{"Content-Type": kind}).status_code == 200
    packed = post(client, b"\x1f\x8b", **{"Content-Encoding": "gzip"})
    refused(packed, 415, "unsupported_content_type")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"{",
        b'{"name": "a"} x',
        b'{"name": "a"}{}',
        b'\xef\xbb\xbf{"name": "a"}',
        b'{"name": "\xff"}',
        b'{"name": "\xed\xa0\x80"}',
        b'{"name": "\\ud800"}',
        b'{"name": "\\udc00\\ud800"}',
        b'{"\\ud800": 1}',
        b"[" * 20_000,
        b'{"a": ' * 20_000,
        b'{"priority": ' + b"9" * 5000 + b"}",
        '{"name": "a"}'.encode("utf-16"),
        b"{'name': 'a'}",
        b'{"name": "a",}',
        b'{"name": "a\nb"}',
    ],
)
def test_what_is_no_json(client: TestClient, content: bytes) -> None:
    refused(post(client, content), 400, "invalid_json")


@pytest.mark.parametrize("content", ["[1]", "null", "7", '"text"', "true", "[]"])
def test_json_that_is_no_object(client: TestClient, content: str) -> None:
    refused(post(client, content), 422, "wrong_type", ["body"])


@pytest.mark.parametrize(
    ("fields", "status", "code", "loc"),
    [
        ('"name": "a\\u0000"', 422, "nul_character", ["name"]),
        ('"parameters": {"a": [{"b": "\\u0000"}]}', 422, "nul_character", "parameters a 0 b"),
        ('"parameters": {"\\u0000": 1}', 422, "nul_character", ["parameters", "\0"]),
        ('"share": NaN', 422, "not_finite", ["share"]),
        ('"share": Infinity', 422, "not_finite", ["share"]),
        ('"share": -1e400', 422, "not_finite", ["share"]),
        ('"parameters": {"a": 1e400}', 422, "not_finite", ["parameters", "a"]),
        ('"priority": 9223372036854775808', 422, "out_of_range", ["priority"]),
        ('"share": -9223372036854775809', 422, "out_of_range", ["share"]),
        ('"parameters": {"a": 18446744073709551616}', 422, "out_of_range", ["parameters", "a"]),
        ('"priority": 11', 422, "out_of_range", ["priority"]),
        ('"priority": true', 422, "wrong_type", ["priority"]),
        ('"priority": "7"', 422, "wrong_type", ["priority"]),
        ('"priority": 7.5', 422, "wrong_type", ["priority"]),
        ('"priority": null', 422, "wrong_type", ["priority"]),
        ('"share": "7"', 422, "wrong_type", ["share"]),
        ('"flag": 1', 422, "wrong_type", ["flag"]),
        ('"flag": "true"', 422, "wrong_type", ["flag"]),
        ('"name": 7', 422, "wrong_type", ["name"]),
        ('"id": 7', 422, "wrong_type", ["id"]),
        ('"tags": "a"', 422, "wrong_type", ["tags"]),
        ('"tags": ["a", 1]', 422, "wrong_type", ["tags", "1"]),
        ('"options": 7', 422, "wrong_type", ["options"]),
        ('"name": ""', 422, "too_short", ["name"]),
        ('"name": "123456789012345678901"', 422, "too_long", ["name"]),
        ('"tags": ["a", "b", "c"]', 422, "too_long", ["tags"]),
        ('"kind": "smell"', 422, "invalid_value", ["kind"]),
        ('"run_at": "soon"', 422, "invalid_value", ["run_at"]),
        ('"run_at": "9999-12-31T23:59:59-12:00"', 422, "out_of_range", ["run_at"]),
        ('"run_at": "0001-01-01T00:00:00+12:00"', 422, "out_of_range", ["run_at"]),
        ('"id": "7"', 400, "invalid_id", ["id"]),
        ('"colour": 1', 422, "extra_field", ["colour"]),
        ('"options": {"fps": 99}', 422, "invalid_options", ["options", "fps"]),
        ('"options": {"colour": 1}', 422, "invalid_options", ["options", "colour"]),
        ('"config": {"max_tokens": "9"}', 422, "invalid_config", ["config", "max_tokens"]),
        ('"parameters": [1]', 422, "wrong_type", ["parameters"]),
    ],
)
def test_a_value_that_is_not_allowed(
    client: TestClient, *, fields: str, status: int, code: str, loc: list[str] | str
) -> None:
    whole = fields if fields.startswith('"name"') else f'"name": "a", {fields}'
    path = loc.split() if isinstance(loc, str) else loc
    refused(post(client, f"{{{whole}}}"), status, code, ["body", *path])


def test_the_code_inside_options_says_what_is_wrong(client: TestClient) -> None:
    document = post(client, '{"name": "a", "options": {"fps": 99, "profile": "x", "y": 1}}').json()
    assert document["code"] == "invalid_options"
    assert {error["loc"][2]: error["code"] for error in document["errors"]} == {
        "fps": "out_of_range",
        "profile": "invalid_value",
        "y": "extra_field",
    }


def test_a_missing_field_comes_before_a_bad_value(client: TestClient) -> None:
    document = refused(post(client, '{"priority": 99}'), 400, "missing_field")
    assert {error["code"] for error in document["errors"]} == {"missing_field", "out_of_range"}


def test_free_parameters_have_bounds(client: TestClient) -> None:
    large = json.dumps({"name": "a", "parameters": {"a": "x" * 65_536}})
    refused(post(client, large), 422, "options_too_large", ["body", "parameters"])
    nested = '{"name": "a", "parameters": ' + '{"a": ' * 34 + "1" + "}" * 35
    refused(post(client, nested), 422, "options_too_deep", ["body", "parameters"])


def test_errors_are_cut(client: TestClient) -> None:
    fields = {"x" * 9000 + str(number): 1 for number in range(25)}
    document = refused(post(client, json.dumps({"name": "a", **fields})), 422, "extra_field")
    assert len(document["errors"]) == 20
    assert max(len(error["loc"][1]) for error in document["errors"]) == 60
    assert len(json.dumps(document)) < 4000


def test_a_body_above_the_limit(client: TestClient) -> None:
    start = b'{"name": "a", "parameters": {"a": "'
    whole = start + b"x" * (BODY_BYTES - len(start) - 3) + b'"}}'
    assert len(whole) == BODY_BYTES
    refused(post(client, whole), 422, "options_too_large")
    refused(post(client, whole + b" "), 413, "body_too_large")
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 100:
            sent += 1
            yield b" " * 65_536

    answer = post(client, endless())
    refused(answer, 413, "body_too_large")
    assert answer.headers["connection"] == "close"


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just(A_UUID)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([*Asked.model_fields, "other"]) | st.text(max_size=5)
BODIES = st.dictionaries(NAMES, VALUES).map(json.dumps).map(str.encode) | st.binary(max_size=200)
CODES = {refusal.code for refusal in FIELD_REFUSALS} | {
    "invalid_json",
    "invalid_options",
    "invalid_config",
    "invalid_parameters",
}


@settings(max_examples=300, deadline=None)
@given(content=BODIES)
def test_any_body_is_taken_or_refused(client: TestClient, content: bytes) -> None:
    answer = post(client, content)
    if answer.status_code != 200:
        document = answer.json()
        refused(answer, document["status"], document["code"])
        assert answer.status_code in (400, 422)
        assert document["code"] in CODES
