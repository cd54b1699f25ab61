"""Clients that name themselves: a row on first sight, its last activity on every later one."""

from ipaddress import ip_address

from starlette.requests import Request

from api.schemas.problem import FieldError
from api.value_errors import InvalidValue
from mediaq.db.pool import Session

HEADER = "X-Session-Id"
LONGEST = 200


async def seen(request: Request, session: Session, named: str | None) -> str | None:
    """The id of the request's session, from its body or else its header; None where it has none.

    Raises InvalidValue for a header that is longer than 200 bytes or not printable ASCII.
    """
    id = named or request.headers.get(HEADER)
    if not id:
        return None
    if named is None and not (len(id) <= LONGEST and id.isascii() and id.isprintable()):
        error = FieldError(loc=("header", HEADER), code=InvalidValue.code)
        raise InvalidValue(f"{HEADER} must be 1 to {LONGEST} printable bytes.", errors=(error,))
    agent = request.headers.get("user-agent", "").encode("utf-8", "replace").decode()[:500]
    await session.run("sessions.seen", {"id": id, "agent": agent or None, "ip": _ip(request)})
    return id


def _ip(request: Request) -> str | None:
    try:
        return str(ip_address(request.client.host)) if request.client else None
    except ValueError:
        return None
