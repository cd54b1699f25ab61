"""`Prefer: wait=n` (RFC 7240): a status that is held back until there is news, or time is up.

A held request sits at the same topics as event streams do. It holds no database connection.
"""

import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api import etag
from api.access import principal
from api.errors import Stopping, StreamsFull, TooManyStreams
from api.live.topics import Listing, Selection, Single
from api.live.watch import Watch
from api.services import services

MOST_SECONDS = 60
# A client that went away is noticed so often.
LOOK_SECONDS = 5.0
_WAIT = re.compile(r'\s*wait\s*=\s*"?([0-9]{1,9})"?\s*(?:;.*)?', re.IGNORECASE)


@dataclass(frozen=True)
class Status:
    """A status to answer with. `moves` says that it will change by itself, `topic` what tells so;
    `ignoring` is left out of its ETag."""

    model: BaseModel
    moves: bool
    topic: UUID | Selection
    ignoring: Any = None


async def answered(
    request: Request, read: Callable[[], Awaitable[Status]], *, poll_seconds: int
) -> Response:
    """The status; held back, if the client prefers so, while it is the one of `If-None-Match`, or
    without that header while it moves."""
    status, seconds = await read(), preferred(request)
    if seconds and not _news(request, status):
        try:
            with _place(request, status) as watch:
                status = await _held(request, read, status, watch, monotonic() + seconds)
        except (StreamsFull, TooManyStreams, Stopping):
            seconds = 0  # a preference may be passed over
    answer = etag.conditional(
        request,
        status.model,
        ignoring=status.ignoring,
        poll_seconds=poll_seconds if status.moves else None,
    )
    if seconds:
        answer.headers["Preference-Applied"] = f"wait={seconds}"
    return answer


def preferred(request: Request) -> int:
    """The seconds of `Prefer: wait=n`, at most 60; 0 where there is none. The first one counts."""
    given = request.headers.getlist("prefer")
    for part in ",".join(given).split(",") if given else ():
        if found := _WAIT.fullmatch(part):
            return min(int(found[1]), MOST_SECONDS)
    return 0


def _news(request: Request, status: Status) -> bool:
    """Whether there is something to answer at once."""
    if not status.moves:
        return True
    if "if-none-match" not in request.headers:
        return False
    return not etag.matches(request, etag.of(status.model, status.ignoring))


def _place(
    request: Request, status: Status
) -> AbstractContextManager[Watch[Single] | Watch[Listing]]:
    live, who = services(request).live, principal(request)
    if isinstance(status.topic, UUID):
        return live.analysis(who, status.topic)
    return live.selection(who, status.topic)


async def _held(
    request: Request,
    read: Callable[[], Awaitable[Status]],
    status: Status,
    watch: Watch[Single] | Watch[Listing],
    end: float,
) -> Status:
    while not _news(request, status) and not watch.over and (left := end - monotonic()) > 0:
        if await watch.changed(min(left, LOOK_SECONDS)):
            status = await read()
        elif await request.is_disconnected():
            break
    return status
