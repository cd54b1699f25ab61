"""Headers in the document."""

from collections.abc import Iterable
from typing import Any

from api.vocabulary import Header


def answer_headers(headers: Iterable[Header]) -> dict[str, Any]:
    """The headers of an answer, by name."""
    return {
        header.name: {
            "description": header.says,
            "schema": dict(header.schema),
            **({"required": True} if header.required else {}),
        }
        for header in headers
    }


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
