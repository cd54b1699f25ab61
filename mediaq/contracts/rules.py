"""One JSON schema without children into rules: what must not be true of a value, and what to say.

A keyword that is not understood raises; nothing of a model is ever silently left unchecked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

# Say nothing about which values are valid.
NOTES = {"title", "description", "default", "$defs"}
# Anchored literals and bracket classes with a bound: the same in Rust's and in Postgres' regular
# expressions, independent of locale, and linear to match.
PATTERN = re.compile(r"\^((\[[\w.:/@+-]+\]|[\w:/@-])(\?|\{\d{1,2},\d{1,3}\})?)+\$", re.ASCII)


class NotCompilable(Exception):
    """The model says something that this compiler cannot say in SQL."""


@dataclass(frozen=True)
class Rule:
    """An SQL condition that refuses the value `{}`, and the sentence that says why."""

    refused: str
    sentence: str


def expect(schema: Schema, *known: str) -> None:
    """Raises NotCompilable when the schema has a keyword that is not among these."""
    if strange := set(schema) - {*known, *NOTES}:
        raise NotCompilable(f"unknown keywords: {', '.join(sorted(strange))}")


def quote(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def typed(name: str, sentence: str) -> Rule:
    """The rule that a value is of a JSON type."""
    return Rule(f"jsonb_typeof({{}}) <> '{name}'", f"must be {sentence}")


def scalar(schema: Schema) -> list[Rule]:
    """The rules of a value without children, in the order in which they are to be asked."""
    if "const" in schema or "enum" in schema:
        return [_choice(schema)]
    kind = schema.get("type")
    if kind not in _KINDS:
        raise NotCompilable(f"a value of type {kind!r}")
    return _KINDS[kind](schema)


def _choice(schema: Schema) -> Rule:
    expect(schema, "type", "const", "enum")
    words = [schema["const"]] if "const" in schema else schema["enum"]
    if not all(isinstance(word, str) and re.fullmatch(r"[\w.:-]+", word) for word in words):
        raise NotCompilable("a choice of something else than plain words")
    items = ", ".join(quote(f'"{word}"') for word in words)
    return Rule(f"{{}} <> all (array[{items}]::jsonb[])", f"must be one of {', '.join(words)}")


def _boolean(schema: Schema) -> list[Rule]:
    expect(schema, "type")
    return [typed("boolean", "true or false")]


def _integer(schema: Schema) -> list[Rule]:
    whole = Rule("scale(({})::numeric) > 0", "must be a whole number")
    return [typed("number", "a number"), whole, *_limits(schema, "({})::numeric")]


def _number(schema: Schema) -> list[Rule]:
    return [typed("number", "a number"), *_limits(schema, "mediaq.json_double({})")]


def _limits(schema: Schema, number: str) -> list[Rule]:
    """Both ends must be there: an open end would let infinity through."""
    signs = {
        "minimum": ("<", "at least"),
        "exclusiveMinimum": ("<=", "greater than"),
        "maximum": (">", "at most"),
        "exclusiveMaximum": (">=", "less than"),
    }
    expect(schema, "type", *signs)
    given = [key for key in signs if key in schema]
    if not (any("inimum" in key for key in given) and any("aximum" in key for key in given)):
        raise NotCompilable("a number without both bounds")
    return [
        Rule(f"{number} {signs[key][0]} {schema[key]}", f"must be {signs[key][1]} {schema[key]}")
        for key in given
    ]


def _string(schema: Schema) -> list[Rule]:
    expect(schema, "type", "minLength", "maxLength", "pattern")
    text, pattern = "({} #>> '{{}}')", schema.get("pattern")
    rules = [typed("string", "a string")]
    if pattern is None and "maxLength" not in schema:
        raise NotCompilable("a string without a bound")
    if least := schema.get("minLength"):
        rules.append(Rule(f"char_length{text} < {least}", f"must have {least} characters or more"))
    if (most := schema.get("maxLength")) is not None:
        rules.append(Rule(f"char_length{text} > {most}", f"must have {most} characters or fewer"))
    if pattern is not None:
        rules.append(_match(pattern, text))
    return rules


def _match(pattern: str, text: str) -> Rule:
    if not PATTERN.fullmatch(pattern):
        raise NotCompilable(f"the pattern {pattern}")
    escaped = quote(pattern).replace("{", "{{").replace("}", "}}")
    return Rule(f'{text} collate "C" !~ {escaped}', f"must match {pattern}")


_KINDS: dict[str, Callable[[Schema], list[Rule]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "string": _string,
}
