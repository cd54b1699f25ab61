"""Closing a connection on which the client still sends. Closed at once, the kernel would answer the
client's bytes with a reset, and the client would lose the answer that it has not read yet."""

import asyncio
from collections.abc import Callable
from typing import Any

LINGER_SECONDS = 5.0


class LingeringTransport(asyncio.Transport):
    """A transport whose `close` ends our side only while `still_sends`: the other side has five
    seconds to read, stop and close. What it sends meanwhile is for the protocol to drop."""

    def __init__(self, transport: asyncio.Transport, still_sends: Callable[[], bool]) -> None:
        super().__init__()
        self._transport, self._still_sends = transport, still_sends
        self._lingers = False

    def close(self) -> None:
        if self._lingers or self._transport.is_closing() or not self._still_sends():
            self._transport.close()
            return
        self._lingers = True
        try:
            self._transport.write_eof()
        except OSError:  # it has gone already
            self._transport.close()
            return
        self._transport.resume_reading()
        asyncio.get_running_loop().call_later(LINGER_SECONDS, self._transport.close)

    def abort(self) -> None:
        self._transport.abort()

    def is_closing(self) -> bool:
        return self._lingers or self._transport.is_closing()

    def write(self, data: Any) -> None:
        self._transport.write(data)

    def pause_reading(self) -> None:
        if not self._lingers:
            self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)
