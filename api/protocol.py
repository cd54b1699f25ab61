"""uvicorn's HTTP/1.1 protocol with what it lacks: the head of a request must arrive in time, what
is no HTTP is refused with a problem document, and who still sends gets to read the refusal."""

import asyncio
import sys
from typing import Any
from uuid import uuid4

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.errors import HeadersTooLarge, Refused, TooSlow, UploadIncomplete
from api.headers import harden
from api.linger import LingeringTransport
from api.problems import refusal
from mediaq.errors import MediaqError

# A browser that shows a film reads no further than it has to, so more time than for sending.
STALLED_TIMES = 6


class EdgeProtocol(H11Protocol):
    """One connection."""

    def __init__(self, *args: Any, slow_seconds: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._slow_seconds = slow_seconds
        self._head: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(LingeringTransport(transport, self._still_sends))
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        self._forget_stalled()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes of a request; after the last answer they are dropped."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._await_head()
        else:
            self._forget_head()

    def pause_writing(self) -> None:
        """The client leaves an answer unread: it has some time to go on."""
        super().pause_writing()
        seconds = STALLED_TIMES * self._slow_seconds
        self._stalled = self.loop.call_later(seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._forget_stalled()
        super().resume_writing()

    def eof_received(self) -> None:
        """A body that ends early: whoever still listens learns of it."""
        if not self.transport.is_closing() and self.conn.their_state is h11.SEND_BODY:
            self._refuse(UploadIncomplete())

    def send_400_response(self, msg: str) -> None:
        """Called while h11's error is handled; only that knows what is wrong."""
        hint = getattr(sys.exception(), "error_status_hint", 400)
        too_large = hint == HeadersTooLarge.status
        self._refuse(HeadersTooLarge() if too_large else Refused("The request is not valid HTTP."))

    def _await_head(self) -> None:
        """Starts the clock, unless it runs: more bytes do not turn it back."""
        if self._head is None:
            self._head = self.loop.call_later(self._slow_seconds, self._head_is_late)

    def _forget_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _forget_stalled(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _head_is_late(self) -> None:
        self._head = None
        if self.transport.is_closing() or self.conn.their_state is not h11.IDLE:
            return
        if self.conn.trailing_data[0]:
            self._refuse(TooSlow())
        else:
            self.transport.close()

    def _refuse(self, error: MediaqError) -> None:
        """Answers in place of the application, unless it has begun to; the connection ends."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            request_id = uuid4().hex
            answer = refusal(error, request_id)
            answer.headers["X-Request-Id"] = request_id
            harden(answer.headers)
            answer.headers["Connection"] = "close"
            headers = [*self.server_state.default_headers, *answer.raw_headers]
            for event in (
                h11.Response(status_code=answer.status_code, headers=headers),
                h11.Data(data=bytes(answer.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _still_sends(self) -> bool:
        within_head = self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])
        return within_head or self.conn.their_state in (h11.SEND_BODY, h11.ERROR)
