"""Answers that a client may ask for again and again: validated by ETag, unchanged ones without a
body, with a hint when to ask next.

The ETag is weak: it leaves out what says nothing new, such as the `updated_at` that every heartbeat
of a worker moves. `If-None-Match` compares weakly anyway (RFC 9110 §13.1.2).
"""

import re
from hashlib import blake2b
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.describe import Answer
from api.schemas import answer
from api.vocabulary import CACHE_CONTROL, ENTITY_TAG, PREFERENCE_APPLIED, RETRY_AFTER

CACHING = "private, no-cache"
HEADERS = (ENTITY_TAG, CACHE_CONTROL, RETRY_AFTER)
STILL = "The answer at hand is still right."
_TAGS = re.compile(r'(?:W/)?"([\x21\x23-\x7e]*)"')


def shown(content: type[BaseModel], *, held: bool = False) -> dict[int, Answer]:
    """What a handler that answers by `conditional` says of its answers; `held` where it does so by
    `api.live.hold`."""
    headers = (*HEADERS, PREFERENCE_APPLIED) if held else HEADERS
    return {200: Answer(content, headers), 304: Answer(None, headers, says=STILL)}


def of(model: BaseModel, ignoring: Any = None) -> str:
    """The weak ETag of an answer; `ignoring` as pydantic's `exclude`."""
    text = model.model_dump_json(exclude=ignoring)
    return f'W/"{blake2b(text.encode(), digest_size=12).hexdigest()}"'


def of_bytes(content: bytes) -> str:
    """The ETag of an answer that is the same to the byte."""
    return f'"{blake2b(content, digest_size=12).hexdigest()}"'


def matches(request: Request, etag: str) -> bool:
    """Whether the client has this answer already (`If-None-Match`, compared weakly)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or etag.removeprefix("W/").strip('"') in _TAGS.findall(given)


def conditional(
    request: Request, model: BaseModel, *, ignoring: Any = None, poll_seconds: int | None = None
) -> Response:
    """200 with the model, or 304 when the client has it. `poll_seconds` is how long to wait before
    asking again; None where nothing will change by itself."""
    etag = of(model, ignoring)
    headers = {"ETag": etag, "Cache-Control": CACHING}
    if poll_seconds is not None:
        headers["Retry-After"] = str(poll_seconds)
    if matches(request, etag):
        return Response(None, 304, headers)
    return answer(model, headers=headers)
