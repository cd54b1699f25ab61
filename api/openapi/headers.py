"""Statuses and headers in the document."""

from collections.abc import Iterable
from typing import Any

from api import problems
from api.vocabulary import REQUEST_ID, Header

# Python calls these otherwise from release to release.
_PHRASES = {413: "Content Too Large", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}


def phrase(status: int) -> str:
    """A status' name in RFC 9110."""
    return _PHRASES.get(status) or problems.phrase(status)


def answer_headers(headers: Iterable[Header]) -> dict[str, Any]:
    """The headers of an answer, by name; the request's id comes with every one."""
    whole = {
        header.name: {
            "description": header.says,
            "schema": dict(header.schema),
            **({"required": True} if header.required else {}),
        }
        for header in headers
    }
    return {REQUEST_ID.name: {"$ref": f"#/components/headers/{REQUEST_ID.name}"}, **whole}


def request_headers(headers: Iterable[Header]) -> list[dict[str, Any]]:
    """The headers of a request, as parameters."""
    return [
        {
            "name": header.name,
            "in": "header",
            "required": header.required,
            "description": header.says,
            "schema": dict(header.schema),
        }
        for header in headers
    ]
