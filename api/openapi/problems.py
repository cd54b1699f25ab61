"""Refusals in the document: by status, with the codes they may carry."""

from http import HTTPStatus
from typing import Any

from api.describe import Description
from api.errors import Refused
from api.openapi.headers import answer_headers
from api.vocabulary import CONTENT_RANGE, REQUEST_ID, RETRY_AFTER, Header
from mediaq.errors import Busy, DatabaseUnavailable, MediaqError, SchemaMismatch, TryAgain

Errors = tuple[type[MediaqError], ...]

# What may happen to any request, to one that needs a key, and to one that has a body.
EVERYWHERE: Errors = (Refused, MediaqError)
WITH_KEY: Errors = (DatabaseUnavailable, SchemaMismatch, Busy, TryAgain)
WITH_BODY: Errors = ()
HEADERS: dict[int, tuple[Header, ...]] = {
    416: (CONTENT_RANGE,),
    429: (RETRY_AFTER,),
    503: (RETRY_AFTER,),
}


def responses(said: Description) -> dict[str, Any]:
    """The problem documents of an operation, by status."""
    possible = said.errors + EVERYWHERE
    possible += () if said.public else WITH_KEY
    possible += WITH_BODY if said.body else ()
    by_status: dict[int, dict[str, str]] = {}
    for error in possible:
        by_status.setdefault(error.status, {}).setdefault(error.code, _sentence(error))
    return {str(status): _response(status, codes) for status, codes in sorted(by_status.items())}


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
        "description": "\n".join([HTTPStatus(status).phrase, "", *lines]),
        "headers": answer_headers((REQUEST_ID, *HEADERS.get(status, ()))),
        "content": {
            "application/problem+json": {"schema": schema, "example": _example(status, codes)}
        },
    }


def _example(status: int, codes: dict[str, str]) -> dict[str, Any]:
    code, sentence = next(iter(codes.items()))
    return {
        "type": f"urn:mediaq:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": sentence,
        "request_id": "5f6a1b0c9d8e4f7aa1b2c3d4e5f60718",
    }
