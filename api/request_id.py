"""Every request has an id: the client's, if it is a sane one, else ours. It is in every log line,
every answer and every problem document. What nothing else caught ends here."""

import re
from secrets import token_hex

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import harden
from api.problems import internal
from mediaq import log

HEADER = "X-Request-Id"
_SANE = re.compile(r"[A-Za-z0-9._:+/=-]{1,128}")
logger = log.get(__name__)


class RequestId:
    """ASGI middleware; the outermost of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _SANE.fullmatch(given) else token_hex(16)
        scope.setdefault("state", {})["request_id"] = request_id
        answer = _Answer(send, request_id)
        # Not taken back: each request has a task of its own, and with it a context.
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self.app(scope, receive, answer.send)
        except Exception:
            logger.exception("request_crashed", method=scope["method"], path=scope["path"])
            if answer.started:
                raise  # the server cuts the connection: the client must not trust the rest
            await internal(request_id)(scope, receive, answer.send)


class _Answer:
    def __init__(self, send: Send, request_id: str) -> None:
        self._send, self._request_id = send, request_id
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            headers.raw.append((b"x-request-id", self._request_id.encode()))
            harden(headers)
        await self._send(message)
