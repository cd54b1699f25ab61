"""The parent's side of the tool protocol: bytes from the pipes become progress and one answer."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from mediaq.errors import MediaqError, ToolFailed

LONGEST_LINE = 64 * 1024 * 1024
STDERR_KEPT = 64 * 1024
# A process that left the group may hold the pipes open after the tool is gone.
_LINGER = 1.0

Message = dict[str, Any]


class Conversation(asyncio.SubprocessProtocol):
    """`answer` becomes the result, or a mediaq error; `gone` is set when the process is reaped and
    its pipes are closed. `ended` makes the error for a tool that leaves without an answer."""

    def __init__(
        self, ended: Callable[[int, bytes], MediaqError], on_progress: Callable[[float], None]
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[Message] = self._loop.create_future()
        # Nobody may be left to look at it; asyncio would log that.
        self.answer.add_done_callback(lambda answer: answer.cancelled() or answer.exception())
        self.gone: asyncio.Future[None] = self._loop.create_future()
        self.stderr = b""
        self._line = bytearray()
        self._ended = ended
        self._on_progress = on_progress
        self._transport: asyncio.SubprocessTransport | None = None

    def ask(self, request: str) -> None:
        """Sends the request and closes the tool's stdin."""
        assert self._transport is not None
        stdin = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
        stdin.write(request.encode())
        stdin.close()

    def fail(self, error: Exception) -> None:
        """Ends it with an error, unless there is an answer."""
        if not self.answer.done():
            self.answer.set_exception(error)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are of no class of asyncio's.
        self._transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == 2:
            self.stderr = (self.stderr + data)[-STDERR_KEPT:]
        elif not self.answer.done():
            try:
                self._read(data)
            except Exception as error:
                self.fail(error)

    def process_exited(self) -> None:
        self._loop.call_later(_LINGER, self._end)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        self.gone.set_result(None)

    def _read(self, data: bytes) -> None:
        *ends, rest = data.split(b"\n")
        for end in ends:
            self._line += end
            self._understand(bytes(self._line))
            self._line.clear()
        self._line += rest
        if len(self._line) > LONGEST_LINE:
            raise ToolFailed("The tool process answered with an endless line.")

    def _understand(self, line: bytes) -> None:
        match _parse(line):
            case {"progress": int() | float() as percent}:
                self._on_progress(min(max(float(percent), 0.0), 100.0))
            case {"result": dict() as result} if not self.answer.done():
                self.answer.set_result(result)
            case {"error": {"code": str() as code, "detail": str() as detail}}:
                self.fail(_error(code, detail))
            case _:
                raise ToolFailed("The tool process answered with something else than the protocol.")

    def _end(self) -> None:
        assert self._transport is not None
        code = self._transport.get_returncode()
        self.fail(self._ended(0 if code is None else code, self.stderr))


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ToolFailed("The tool process answered with garbage.") from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _error(code: str, detail: str) -> MediaqError:
    """The error with that code; the tool's words are shortened, as hostile input shaped them."""
    return _classes(MediaqError).get(code, ToolFailed)(detail[:2000])


def _classes(top: type[MediaqError]) -> Mapping[str, type[MediaqError]]:
    found = {top.code: top}
    for below in top.__subclasses__():
        found |= _classes(below)
    return found
