"""A JSON body, read strictly into a pydantic model: nothing is guessed, converted or dropped, and
nothing passes that Postgres could not hold. Of keys given twice the last one counts."""

import math
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.requests import Request

from api.errors import BodyTooLarge, InvalidJson, Refused, UnsupportedContentType
from api.refusals import field_error, of_body
from api.value_errors import NotFinite, NulCharacter, OutOfRange, WrongType

BODY_BYTES = 256 * 1024
INT64 = range(-(2**63), 2**63)

Model = TypeVar("Model", bound=BaseModel)
Loc = tuple[int | str, ...]


async def read(request: Request, model: type[Model]) -> Model:
    """The body as `model`, validated strictly (`"7"` and `true` are no numbers) and closed to
    unknown fields.

    Raises UnsupportedContentType (415), BodyTooLarge (413), InvalidJson, MissingField, InvalidId
    (400), and for a value that is not allowed one of `api.refusals` (422), with its `loc`.
    """
    _require_json(request)
    raw = await _received(request)
    _check(_parsed(raw))
    try:
        return model.model_validate_json(raw, strict=True, extra="forbid")
    except ValidationError as error:
        raise of_body(error) from None


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise UnsupportedContentType("Send the body as application/json.")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedContentType("Send the body without a Content-Encoding.")


async def _received(request: Request) -> bytes:
    """The bytes; a body that says it is too large is refused before one of them is read."""
    too_large = BodyTooLarge(f"The body is larger than {BODY_BYTES} bytes.")
    if int(request.headers.get("content-length", 0)) > BODY_BYTES:
        raise too_large
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > BODY_BYTES:
            raise too_large
    return bytes(received)


def _parsed(raw: bytes) -> Any:
    """The value. The parser refuses what is no UTF-8, lone surrogates, a BOM, trailing text,
    more than 200 levels and numbers of more than 4300 digits."""
    try:
        value = from_json(raw)
    except ValueError as problem:
        raise InvalidJson(f"The body is not valid JSON: {problem}.") from None
    if not isinstance(value, dict):
        raise WrongType(
            "The body is not an object.", errors=(field_error("body", (), "wrong_type"),)
        )
    return value


def _check(value: Any) -> None:
    """Refuses what has no place in a jsonb or a bigint, wherever it is."""
    for loc, item in _items(value, ()):
        refusal = _unfit(item)
        if refusal is not None:
            path = field_error("body", loc, refusal.code)
            raise refusal(errors=(path,))


def _items(value: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
    """Every key and every scalar below `value`, with the path that leads to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*loc, key), key
            yield from _items(item, (*loc, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _items(item, (*loc, index))
    else:
        yield loc, value


def _unfit(item: Any) -> type[Refused] | None:
    if isinstance(item, str) and "\0" in item:
        return NulCharacter
    if isinstance(item, float) and not math.isfinite(item):
        return NotFinite
    if isinstance(item, int) and item not in INT64:
        return OutOfRange
    return None
