"""JSON texts for hypothesis: valid, nearly valid and hostile ones."""

import json
import math
from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel

# Number texts that parsers disagree about, and what lies beside the bounds of the models.
NUMBERS = [
    *("0", "-0", "0.0", "-0.0", "1", "1.0", "7.0", "1.50", "1e2", "1E-2", "-1", "2", "2.0"),
    *("0.1", "0.10", "0.09999999999999999", "0.0999999999999999999999", "0.100000000000000000001"),
    *("30", "30.0", "30.0000000000000000001", "30.000000000000004", "86400", "86400.00000000001"),
    *("1000000", "1000001", "1000000.0", "2.0000000000000000001", "2.0000000000000005"),
    *("1e308", "1.7976931348623157e308", "1.7976931348623159e308", "1e309", "-1e309", "1e400"),
    *("5e-324", "3e-324", "2e-324", "-2e-324", "-5e-324", "1e-400", "-1e-400", "1e-310"),
    *("9223372036854775807", "9223372036854775808", "1" + "0" * 400, "-1" + "0" * 5000),
]
WORDS = [
    *("web", "Web", "netflix", "jpg", "jpeg", "png", "", " ", "2x3", "9x9", "0x1", "10x2", "2X3"),
    *("2x3\n", "\n2x3", "٢x٣", "²x3", "gpt-4o", "a/b:c@d+e_f.g", "-a", "a" * 200, "a" * 201, "é"),
    *("true", "null", "1", "🎬", "e\u0301", "\x7f", '"', "\\", "a\u2028b"),
]


class Raw:
    """A number as it is written."""

    def __init__(self, text: str) -> None:
        self.text = text


def written(value: Any) -> str:
    """The JSON text of a value in which numbers may be raw."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    return json.dumps(value)


def _numbers() -> SearchStrategy[Raw]:
    return st.one_of(
        st.sampled_from(NUMBERS),
        st.integers(-3, 40).map(str),
        st.decimals(-1, 90000, places=3).map(str),
        st.floats(allow_nan=False, allow_infinity=False).map(repr),
        st.integers().map(str),
    ).map(Raw)


# What a jsonb has no place for, NUL and lone surrogates, cannot be in a row either.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
SCALARS: SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), _numbers(), st.sampled_from(WORDS), TEXTS
)
ANYTHING: SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)


def _beside(bound: float) -> list[str]:
    """A bound and its neighbours, as near as a double and nearer."""
    exact, steps = Decimal(str(bound)), ["0", "1", "0.5", "1e-9", "1e-40"]
    with localcontext() as context:
        context.prec = 60
        near = [exact + sign * Decimal(step) for step in steps for sign in (1, -1)]
    doubles = [math.nextafter(bound, -math.inf), math.nextafter(bound, math.inf)]
    return [format(number, "f") for number in near] + [repr(number) for number in doubles]


def fitting(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    """Values of the right type, inside the bounds and just outside."""
    if "anyOf" in schema:
        return st.one_of(*map(fitting, schema["anyOf"]))
    bounds = [schema[key] for key in schema if key.lower().endswith(("minimum", "maximum"))]
    if bounds:
        inside = st.integers(math.ceil(min(bounds)), int(max(bounds))).map(str)
        return (inside | st.sampled_from([t for b in bounds for t in _beside(b)])).map(Raw)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].rstrip("$") + r"\Z")
    return st.booleans() if schema["type"] == "boolean" else st.none()


def like(model: type[BaseModel]) -> SearchStrategy[str]:
    """Texts of objects that fit, that have one fault, and that are no such thing at all."""
    fields = model.model_json_schema()["properties"]
    fit = st.fixed_dictionaries({}, optional={name: fitting(fields[name]) for name in fields})
    keys = st.sampled_from([*fields] * 3 + [f"{name} " for name in fields]) | TEXTS
    fault = st.dictionaries(keys, SCALARS | ANYTHING, max_size=1)
    faulty = st.builds(lambda good, bad: {**good, **bad}, fit, fault)
    return st.one_of(fit, faulty, faulty, ANYTHING).map(written)


def nested(wrap: Callable[[Any], Any], depth: int) -> Any:
    """An empty list, wrapped that many times."""
    value: Any = []
    for _ in range(depth):
        value = wrap(value)
    return value
