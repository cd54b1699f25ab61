"""Clients that name themselves by `X-Session-Id`, or `session_id` in a body: a row on first sight,
written at most once a minute. Anybody can say any name, so nothing is allowed because of it."""

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic
from typing import Any

from starlette.requests import Request

from api.schemas.problem import FieldError
from api.value_errors import InvalidValue
from mediaq import log
from mediaq.db.pool import Database, Session
from mediaq.errors import MediaqError

HEADER = "X-Session-Id"
LONGEST = 200
WRITE_SECONDS = 60.0
MOST_REMEMBERED = 10_000
logger = log.get(__name__)


@dataclass
class _Seen:
    requests: int
    next_write: float


class Sessions:
    """What this process has seen of sessions since it wrote them last."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: OrderedDict[str, _Seen] = OrderedDict()

    def count(self, id: str) -> int:
        """Counts a request; how many are to be written now, 0 within a minute of the last time."""
        seen = self._seen.setdefault(id, _Seen(0, 0.0))
        self._seen.move_to_end(id)
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        seen.requests += 1
        if (now := monotonic()) < seen.next_write:
            return 0
        due, seen.requests = seen.requests, 0
        seen.next_write = now + WRITE_SECONDS
        return due

    def uncount(self, id: str, count: int) -> None:
        """Takes back what was not written after all."""
        if seen := self._seen.get(id):
            seen.requests, seen.next_write = seen.requests + count, 0.0

    async def note(self, request: Request) -> None:
        """Counts a request whose header names a session; no reason to refuse it."""
        id = request.headers.get(HEADER, "")
        if not _sane(id) or not (count := self.count(id)):
            return
        try:
            async with self._database.autocommit() as session:
                await session.run("sessions.seen", _row(request, id, count))
        except MediaqError as error:
            self.uncount(id, count)
            logger.warning("session_not_noted", code=error.code)


async def seen(request: Request, session: Session, named: str | None) -> str | None:
    """The id of the request's session, from its body or else its header; None where it has none.
    Its row is there from then on, for others to refer to.

    Raises InvalidValue for a header that is longer than 200 bytes or not printable ASCII.
    """
    header = request.headers.get(HEADER)
    id = named or header
    if not id:
        return None
    if named is None and not _sane(id):
        error = FieldError(loc=("header", HEADER), code=InvalidValue.code)
        raise InvalidValue(f"{HEADER} must be 1 to {LONGEST} printable bytes.", errors=(error,))
    # What the header names was counted when the request came in.
    count = 0 if id == header else request.app.state.services.sessions.count(id)
    await session.run("sessions.seen", _row(request, id, count))
    return id


def _sane(id: str) -> bool:
    return 0 < len(id) <= LONGEST and id.isascii() and id.isprintable()


def _row(request: Request, id: str, count: int) -> dict[str, Any]:
    agent = request.headers.get("user-agent", "").encode("utf-8", "replace").decode()[:500]
    return {"id": id, "agent": agent or None, "ip": _ip(request), "count": count}


def _ip(request: Request) -> str | None:
    try:
        return str(ip_address(request.client.host)) if request.client else None
    except ValueError:
        return None
