"""Bounds of free-form JSON, measured on what Postgres makes of it."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, LiteralString

from pydantic_core import PydanticCustomError


@dataclass(frozen=True)
class Bounds:
    """Bytes of the text of the jsonb value; levels below its root on which a value may lie."""

    max_bytes: int
    max_depth: int

    def keywords(self) -> dict[str, Any]:
        """The same as JSON schema keywords, for the compiler."""
        return {"x-max-bytes": self.max_bytes, "x-max-depth": self.max_depth}

    def check(self, value: Any) -> None:
        """Raises ValueError for what is too large, too deep, or has no place in a jsonb; the first
        two with codes of their own."""
        size = 0
        for piece, depth in _pieces(value, 0):
            size += len(piece.encode())
            if depth > self.max_depth:
                raise _refused("options_too_deep", "deeper", f"{self.max_depth} levels")
            if size > self.max_bytes:
                raise _refused("options_too_large", "larger", f"{self.max_bytes} bytes")


def _refused(code: LiteralString, how: str, most: str) -> PydanticCustomError:
    text = "must not be {how} than {most}"
    return PydanticCustomError(code, text, {"how": how, "most": most})


def _pieces(value: Any, depth: int) -> Iterator[tuple[str, int]]:
    """The text of the jsonb value, piece by piece, each with the level it lies on."""
    if isinstance(value, dict):
        yield "{}" + ", " * (len(value) - 1), depth
        for key, item in value.items():
            yield _text(key) + ": ", depth
            yield from _pieces(item, depth + 1)
    elif isinstance(value, list):
        yield "[]" + ", " * (len(value) - 1), depth
        for item in value:
            yield from _pieces(item, depth + 1)
    else:
        yield _scalar(value), depth


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    try:
        double = float(value)
    except OverflowError:
        double = math.inf
    if not math.isfinite(double):
        raise ValueError("must not hold numbers beyond the range of a double")
    return format(Decimal(repr(value)), "f")


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("must not hold NUL characters")
    return json.dumps(value, ensure_ascii=False)
