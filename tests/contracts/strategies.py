"""JSON texts for hypothesis: valid, nearly valid and hostile ones."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

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


def like(fields: Sequence[str], values: SearchStrategy[Any]) -> SearchStrategy[str]:
    """Texts of objects that mostly have the model's fields, and sometimes are no such thing."""
    keys = st.sampled_from([*fields, *fields, *fields, "Fps", "fps ", ""]) | TEXTS
    near = st.dictionaries(st.sampled_from(fields), values, max_size=3)
    off = st.dictionaries(keys, values, max_size=4)
    return st.one_of(near, near, off, ANYTHING).map(written)


def nested(wrap: Callable[[Any], Any], depth: int) -> Any:
    """An empty list, wrapped that many times."""
    value: Any = []
    for _ in range(depth):
        value = wrap(value)
    return value
