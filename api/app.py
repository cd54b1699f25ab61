"""The application: routes, what they share, and what becomes of errors."""

from asyncio import Semaphore, create_task, wait
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from api.cors import Cors
from api.edge import Edge
from api.gate import Gate, check_exposure
from api.keyring import KeyRing
from api.live.hub import Hub
from api.problems import HANDLERS
from api.request_id import RequestId
from api.routes import (
    actions,
    analyses,
    analyze,
    assets,
    contract,
    events,
    exports,
    files,
    health,
    history,
    index,
    kinds,
    listen,
    lists,
    overview,
    resumable,
    search,
    status,
    uploads,
    webhooks,
)
from api.services import Services
from api.sessions import Sessions
from api.tus.sweep import sweeping
from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.errors import DatabaseUnavailable
from mediaq.media.storage import LocalStorage
from mediaq.settings import Settings

# Routes are tried one after the other: what is asked most often comes first.
RESOURCES = (
    status,
    analyze,
    uploads,
    analyses,
    assets,
    files,
    history,
    search,
    resumable,
    events,
    exports,
    actions,
    kinds,
    lists,
    overview,
    webhooks,
    health,
    index,
    listen,
    contract,
)


def create_app(settings: Settings, database: Database | None = None) -> Starlette:
    """The ASGI application. Its lifespan opens `database`, or one made from the settings."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        storage = LocalStorage(settings.storage, settings.media_roots)
        given = await run_in_threadpool(_database, settings) if database is None else database
        async with given as opened:
            keys = KeyRing(settings, opened)
            await check_exposure(settings, keys)
            admissions = Semaphore(max(1, settings.pool_size // 2))
            async with Hub(settings, opened) as live:
                shared = Services(
                    settings, opened, storage, keys, live, admissions, Sessions(opened)
                )
                app.state.services = shared
                async with _beside(shared):
                    yield

    app = Starlette(
        routes=[route for resource in RESOURCES for route in resource.ROUTES],
        # From the outside in: an id for everything that follows, and headers for every answer; what
        # is no sane request; CORS, so that pages can read refusals too; who asks, and how often.
        middleware=[
            Middleware(RequestId),
            Middleware(Edge, slow_seconds=settings.slow_seconds),
            Middleware(Cors, settings=settings),
            Middleware(Gate),
        ],
        exception_handlers=dict(HANDLERS),
        lifespan=lifespan,
    )
    # A redirect to the path with or without its last slash would hide that it does not exist.
    app.router.redirect_slashes = False
    return app


@asynccontextmanager
async def _beside(services: Services) -> AsyncIterator[None]:
    """What goes on while requests are answered; at the end, uploads are written down."""
    sweeper = create_task(sweeping(services))
    try:
        yield
    finally:
        sweeper.cancel()
        await wait([sweeper])
        await services.holds.stop()


def _database(settings: Settings) -> Database:
    if settings.database_url is None:
        raise DatabaseUnavailable("No database is named; set MEDIAQ_DATABASE_URL.")
    return Database(
        replace(resolve(settings.database_url, "mediaq_api", "mediaq api"), impatient=True),
        max_size=settings.pool_size,
        timeout=settings.pool_timeout,
    )
