"""What every request must be before anything else looks at it: a head of bounded size that says one
length only, and a body that does not arrive too slowly. The head of a request that is slow or no
HTTP at all never comes here; `api.protocol` refuses it."""

import asyncio
from time import monotonic

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import HeadersTooLarge, Refused, TooSlow
from api.problems import refusal

HEAD_BYTES = 16 * 1024
MOST_HEADERS = 100
LEAST_BYTES_PER_SECOND = 1024


class Edge:
    """ASGI middleware. A body may be silent for `slow_seconds` in all, and wins back the time that
    its bytes would take at the least rate; time that we take ourselves does not count."""

    def __init__(self, app: ASGIApp, slow_seconds: float) -> None:
        self.app, self.slow_seconds = app, slow_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        names = [name for name, _ in scope["headers"]]
        if _has_body(scope, names):
            body = _Body(receive, send, self.slow_seconds)
            receive, send = body.receive, body.send
        problem = _problem(scope, names)
        if problem is None:
            await self.app(scope, receive, send)
        else:
            answer = refusal(problem, scope["state"]["request_id"])
            answer.headers["Connection"] = "close"
            await answer(scope, receive, send)


def _has_body(scope: Scope, names: list[bytes]) -> bool:
    return b"transfer-encoding" in names or any(
        value != b"0" for name, value in scope["headers"] if name == b"content-length"
    )


def _problem(scope: Scope, names: list[bytes]) -> Refused | None:
    """What is wrong with the head of a request."""
    size = len(scope.get("raw_path", b"")) + len(scope["query_string"])
    size += sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    if size > HEAD_BYTES or len(names) > MOST_HEADERS:
        return HeadersTooLarge()
    if b"content-length" in names and b"transfer-encoding" in names:
        # Two readers of such a request can disagree where it ends: request smuggling.
        return Refused("The request has a Content-Length and a Transfer-Encoding.")
    if b"host" not in names:
        return Refused("The request has no Host.")
    return None


class _Body:
    """The body of one request on its way in."""

    def __init__(self, receive: Receive, send: Send, slow_seconds: float) -> None:
        self._receive, self._send = receive, send
        self._most = self._left = slow_seconds
        self._ended = False

    async def receive(self) -> Message:
        """The next message. Raises TooSlow."""
        if self._ended:
            return await self._receive()
        started = monotonic()
        try:
            async with asyncio.timeout(self._left):
                message = await self._receive()
        except TimeoutError:
            raise TooSlow from None
        won = len(message.get("body", b"")) / LEAST_BYTES_PER_SECOND
        self._left = min(self._most, self._left - (monotonic() - started) + won)
        self._ended = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """An answer before the end of the body is the last one on its connection."""
        if message["type"] == "http.response.start" and not self._ended:
            MutableHeaders(scope=message)["Connection"] = "close"
        await self._send(message)
