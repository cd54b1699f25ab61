"""Lets a request in, or refuses it, before any route sees it."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import neighbours, rates
from api.access import (
    ANYBODY,
    HEALTH_PATH,
    HEALTH_WATCH,
    NOBODY,
    OPEN_BELOW,
    OPEN_PATHS,
    READING,
    Principal,
    require,
)
from api.errors import NotProtected, Unauthenticated
from api.keyring import KeyRing
from api.problems import refusal
from api.services import services
from mediaq.errors import MediaqError
from mediaq.settings import Settings


class Gate:
    """ASGI middleware: who asks is in `request.state.principal` from here on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            more = await _admit(request)
        except MediaqError as error:
            await refusal(error, request.state.request_id)(scope, receive, send)
            return
        await self.app(scope, receive, _adding(more, send) if more else send)


async def _admit(request: Request) -> Mapping[str, str]:
    """Lets the request in; headers for its answer."""
    # Not `request.url.path`: a URL is made of the Host header too.
    if request.method == "OPTIONS" or _open(request.scope["path"]):
        request.state.principal = NOBODY
        return {}
    given = services(request)
    request.state.principal = who = await _identify(request)
    said = rates.charge(request, who, given.buckets, given.settings.rate_limit)
    require(request, "read" if request.method in READING else "write")
    await given.sessions.note(request)
    return said


def _adding(more: Mapping[str, str], send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(more)
        await send(message)

    return with_headers


def _open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_BELOW)


async def _identify(request: Request) -> Principal:
    given, text = services(request), credentials(request)
    try:
        if await given.keys.in_use():
            return await given.keys.identify(text)
        # A first key counts at once for whoever sends it.
        if found := await given.keys.find(text):
            return found
    except MediaqError as error:
        if error.status == 503 and request.scope["path"] == HEALTH_PATH:
            return HEALTH_WATCH  # says that the database cannot be asked
        raise
    if not neighbours.open_without_keys(given.settings):
        raise Unauthenticated
    neighbours.check(request, given.settings)
    return ANYBODY


def credentials(request: Request) -> str:
    """The key sent as `Authorization: Bearer` or else as `X-API-Key`; empty when there is none."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    return request.headers.get("x-api-key", "").strip()


async def check_exposure(settings: Settings, keys: KeyRing) -> None:
    """Raises NotProtected where everybody could reach an API that asks for no key."""
    if not neighbours.open_without_keys(settings) and not await keys.in_use():
        raise NotProtected(
            f"{settings.host} can be reached from outside and there is no API key: make one with"
            " `mediaq keys create`, listen on 127.0.0.1, or set MEDIAQ_OPEN=1."
        )
