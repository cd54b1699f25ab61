"""Refusals in the document: by status, with the codes they may carry."""

from typing import Any

from pydantic import BaseModel

from api import errors, value_errors
from api.describe import Description
from api.openapi.headers import answer_headers, phrase
from api.refusals import FIELD_REFUSALS
from api.vocabulary import CHALLENGE, CONTENT_RANGE, IDEMPOTENCY_KEY, RETRY_AFTER, Header
from mediaq.errors import (
    Busy,
    DatabaseUnavailable,
    InvalidInput,
    MediaqError,
    SchemaMismatch,
    TryAgain,
)

Errors = tuple[type[MediaqError], ...]

# What may happen to any request, to one that needs a key, to one with a body, a query, JSON, a key
# that makes it idempotent.
EVERYWHERE: Errors = (errors.Refused, errors.TooSlow, errors.HeadersTooLarge, MediaqError)
BEHIND_THE_GATE: Errors = (
    errors.Unauthenticated,
    errors.Forbidden,
    errors.CrossSite,
    errors.Misdirected,
    errors.RateLimited,
    DatabaseUnavailable,
    Busy,
    TryAgain,
    SchemaMismatch,
    errors.RowSecurityOff,
)
WITH_QUERY: Errors = (errors.InvalidQuery,)
WITH_BODY: Errors = (errors.UploadIncomplete, errors.UnsupportedContentType, InvalidInput)
WITH_JSON: Errors = (
    errors.InvalidJson,
    errors.BodyTooLarge,
    *FIELD_REFUSALS,
    value_errors.InvalidOptions,
    value_errors.InvalidConfig,
    value_errors.InvalidParameters,
)
WITH_IDEMPOTENCY: Errors = (
    errors.InvalidIdempotencyKey,
    errors.InProgress,
    errors.IdempotencyMismatch,
)
HEADERS: dict[int, tuple[Header, ...]] = {
    401: (CHALLENGE,),
    409: (RETRY_AFTER,),
    416: (CONTENT_RANGE,),
    429: (RETRY_AFTER,),
    503: (RETRY_AFTER,),
}


def responses(said: Description) -> dict[str, Any]:
    """The problem documents of an operation, by status."""
    by_status: dict[int, dict[str, str]] = {}
    for error in (*said.errors, *_common(said)):
        by_status.setdefault(error.status, {}).setdefault(error.code, _sentence(error))
    return {str(status): _response(status, codes) for status, codes in sorted(by_status.items())}


def _common(said: Description) -> Errors:
    found: Errors = WITH_QUERY if said.query else ()
    found += WITH_BODY if said.body else ()
    if isinstance(said.body, type) and issubclass(said.body, BaseModel):
        found += WITH_JSON
    found += WITH_IDEMPOTENCY if IDEMPOTENCY_KEY in said.headers else ()
    return found + (() if said.public else BEHIND_THE_GATE) + EVERYWHERE


def _sentence(error: type[MediaqError]) -> str:
    if error is MediaqError:
        return "Something went wrong inside mediaq."
    return " ".join((error.__doc__ or "").split())


def _response(status: int, codes: dict[str, str]) -> dict[str, Any]:
    lines = [f"- `{code}`: {sentence}" for code, sentence in codes.items()]
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Problem"}],
        "properties": {"status": {"const": status}, "code": {"enum": list(codes)}},
    }
    return {
        "description": "\n".join([phrase(status), "", *lines]),
        "headers": answer_headers(HEADERS.get(status, ())),
        "content": {
            "application/problem+json": {"schema": schema, "example": _example(status, codes)}
        },
    }


def _example(status: int, codes: dict[str, str]) -> dict[str, Any]:
    code, sentence = next(iter(codes.items()))
    return {
        "type": f"urn:mediaq:problem:{code}",
        "title": phrase(status),
        "status": status,
        "code": code,
        "detail": sentence,
        "request_id": "5f6a1b0c9d8e4f7aa1b2c3d4e5f60718",
    }
