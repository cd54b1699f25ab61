"""Who asks, whose rows the request sees and makes, and what it may do.

`api.gate` decides before routing: reading methods need the scope `read`, all others `write`. A
route that needs more asks `require`. Rows are kept apart by the database: every transaction of a
request names `owner(request)`, and rows that it makes are that owner's by default.
"""

from dataclasses import dataclass, field

from starlette.requests import Request

from api.errors import Forbidden
from mediaq.keys import SCOPES

EVERYBODY = "*"
LOCAL = "local"
# Answered without a key: liveness, and what is on every installation.
OPEN_PATHS = frozenset({"/", "/health", "/openapi.json", "/docs", "/redoc", "/listen"})
# The files that the pages load.
OPEN_BELOW = "/docs/assets/"
# Answered without a key when the database, which knows the keys, cannot be asked.
HEALTH_PATH = "/api/media/health"
READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Principal:
    """Who asks. `owner` is whose rows are seen, `*` for all; `key` is the id of the key used."""

    owner: str
    scopes: frozenset[str] = frozenset(SCOPES)
    key: str | None = None
    rate_limit: int | None = field(default=None, compare=False)


# Without keys in use: all rows, as before there were any.
ANYBODY = Principal(EVERYBODY)
# On open paths: no row at all.
NOBODY = Principal("", frozenset())
HEALTH_WATCH = Principal("", frozenset({"read"}))


def principal(request: Request) -> Principal:
    """Who asks; set by the gate before any handler runs."""
    found: Principal = request.state.principal
    return found


def owner(request: Request) -> str:
    """The owner named to the database's row security in each of the request's transactions."""
    return principal(request).owner


def owner_of_new(request: Request) -> str:
    """Whose the rows are that the request makes: what their columns' default says, too."""
    named = owner(request)
    return LOCAL if named == EVERYBODY else named


def require(request: Request, scope: str) -> None:
    """Raises Forbidden unless the request's key has the scope."""
    if scope not in principal(request).scopes:
        raise Forbidden(f"This key does not have the scope `{scope}`.")
