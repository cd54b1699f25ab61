"""What every request needs and the application owns."""

from asyncio import Semaphore
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from starlette.requests import Request

from api.access import owner
from api.keyring import KeyRing
from api.live.hub import Hub
from api.rates import Buckets
from api.sessions import Sessions
from api.tus.holds import Holds
from mediaq.db.pool import Database, Params, Row, Session
from mediaq.media.storage import LocalStorage
from mediaq.settings import Settings


@dataclass(frozen=True)
class Services:
    """Lives as long as the application; `request.app.state.services`."""

    settings: Settings
    database: Database
    storage: LocalStorage
    keys: KeyRing
    live: Hub
    # Uploads that arrived wait here for their rows, not for a connection: they would take them all
    # while they wait for one another, and be refused after their bytes were taken.
    admissions: Semaphore
    sessions: Sessions
    buckets: Buckets = field(default_factory=Buckets)
    holds: Holds = field(default_factory=Holds)


def services(request: Request) -> Services:
    """The application's services."""
    found: Services = request.app.state.services
    return found


def transaction(request: Request) -> AbstractAsyncContextManager[Session]:
    """A transaction that sees what the request's owner may see."""
    return services(request).database.transaction(owner(request))


async def read(request: Request, name: str, params: Params | None = None) -> list[Row]:
    """Every row of one named statement that sees what the request's owner may see; cheaper than a
    transaction."""
    return await services(request).database.read(owner(request), name, params)
