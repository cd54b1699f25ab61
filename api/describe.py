"""What the contract says of a handler, written beside it. Nothing here is asked during a request:
the handler stays as it is, and `api.openapi` reads the descriptions when the document is made."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.vocabulary import Header
from mediaq.errors import MediaqError

Handler = Callable[[Request], Awaitable[Response]]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class Payload:
    """A request body that is no JSON model: its media types and what they hold; `plain` are those
    whose bytes are taken as they are."""

    types: tuple[str, ...]
    schema: Mapping[str, Any] = field(default_factory=dict)
    says: str = ""
    required: bool = True
    example: Any = None
    plain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What one status carries: a model as JSON, the bytes of a media type, or nothing.

    `says` replaces the status' own phrase; `example` is for what is no model; `also` are media
    types that a model's answer may come in instead.
    """

    content: type[BaseModel] | str | tuple[str, ...] | None = None
    headers: tuple[Header, ...] = ()
    says: str = ""
    example: Any = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Description:
    """All that is said of one operation. `id` is the vocabulary's word for the path's `{id}`."""

    tags: tuple[str, ...]
    body: type[BaseModel] | Payload | None
    query: type[BaseModel] | None
    id: str
    headers: tuple[Header, ...]
    answers: Mapping[int, Answer]
    errors: tuple[type[MediaqError], ...]
    public: bool
    operation: str | None


def describe(
    *,
    tags: tuple[str, ...],
    answers: Mapping[int, Answer | type[BaseModel] | str | None],
    errors: tuple[type[MediaqError], ...] = (),
    body: type[BaseModel] | Payload | None = None,
    query: type[BaseModel] | None = None,
    id: str = "id",
    headers: tuple[Header, ...] = (),
    public: bool = False,
    operation: str | None = None,
) -> Callable[[H], H]:
    """Describes a handler; its docstring is the summary (first paragraph) and the description.

    `errors` are the refusals of this operation; those that every operation may give are added
    (`api.openapi.problems`). A `public` one asks for no key. `operation` replaces the operation id
    `<method>_<name of the handler>`.
    """
    said = Description(
        tags=tags,
        body=body,
        query=query,
        id=id,
        headers=headers,
        answers={
            status: given if isinstance(given, Answer) else Answer(given)
            for status, given in answers.items()
        },
        errors=errors,
        public=public,
        operation=operation,
    )

    def attach(handler: H) -> H:
        _SAID[handler] = said
        return handler

    return attach


def description(handler: Callable[..., Any]) -> Description | None:
    """What was said of a handler, or of the one that it wraps."""
    found = inspect.unwrap(handler, stop=lambda function: function in _SAID)
    return _SAID.get(found)


_SAID: dict[Callable[..., Any], Description] = {}
