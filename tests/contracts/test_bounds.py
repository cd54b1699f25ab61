"""Free-form parameters: bounds to the byte and to the level, on both sides alike."""

import json
from typing import Any

import psycopg
import pytest

from mediaq.contracts.analysis import FREE, AnalysisParameters
from mediaq.contracts.registry import parse
from mediaq.errors import InvalidInput
from tests.contracts.strategies import nested
from tests.contracts.test_equivalence import accepted
from tests.kit.connections import Connection, value

pytestmark = pytest.mark.sql


def judged(connection: Connection, text: str) -> bool:
    found = value(connection, "select mediaq.valid_analysis_parameters(%s::jsonb)", text)
    assert found == accepted(AnalysisParameters, text)
    return bool(found)


@pytest.mark.parametrize(
    "filler", ["a", "é", '"', "\n", "\x01", "\x7f", "🎬"], ids=lambda text: json.dumps(text)
)
def test_size_is_that_of_the_stored_text(functions: Connection, filler: str) -> None:
    rest: dict[str, Any] = {"n": [1, 0.5, 1e22, 1.5e-7, True, None], "o": {}, "p": []}
    query = "select octet_length((%s::jsonb)::text)"
    empty = value(functions, query, json.dumps({**rest, "s": ""}))
    each = value(functions, query, json.dumps({"s": filler})) - len('{"s": ""}')
    room, pad = divmod(FREE.max_bytes - empty, each)
    full = filler * room + "a" * pad
    for text, fits in ((full, True), (full + "a", False)):
        stored = value(functions, "select (%s::jsonb)::text", json.dumps({**rest, "s": text}))
        assert judged(functions, stored) is fits


@pytest.mark.parametrize(("depth", "fits"), [(30, True), (31, True), (32, False), (150, False)])
@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: {"a": v}, lambda v: [0, {"": v}]])
def test_depth(functions: Connection, wrap: Any, depth: int, fits: bool) -> None:
    levels = depth if wrap(0) != [0, {"": 0}] else depth // 2
    assert judged(functions, json.dumps({"a": nested(wrap, levels)})) is fits


@pytest.mark.parametrize("depth", [250, 3000])
def test_an_abyss_is_refused_without_harm(functions: Connection, depth: int) -> None:
    text = '{"a":' + "[" * depth + "]" * depth + "}"
    assert judged(functions, text) is False


def test_what_a_jsonb_cannot_hold_is_refused_before_it_gets_there(functions: Connection) -> None:
    for text in ('{"a": "\\u0000"}', '{"\\u0000": 1}', '{"a": "\\ud800"}'):
        assert not accepted(AnalysisParameters, text)
        with pytest.raises(psycopg.DataError):
            functions.execute("select %s::jsonb", [text])


def test_a_refusal_in_python_is_an_error_of_ours_without_the_value() -> None:
    with pytest.raises(InvalidInput, match=r"^must not be deeper than 32 levels$"):
        parse(AnalysisParameters, {"secret": nested(lambda v: [v], 40)})
