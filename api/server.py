"""Serves the application with uvicorn until SIGTERM or SIGINT."""

import asyncio
import logging
import math
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette

from api.app import create_app
from api.edge import HEAD_BYTES
from api.live.hub import Hub
from api.protocol import EdgeProtocol
from mediaq import log
from mediaq.errors import MediaqError
from mediaq.settings import Settings

logger = log.get(__name__)
OTHER_FILES = 500
STUCK_MILLISECONDS = 60_000
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class CannotListen(MediaqError):
    """The address is not free, or not one of this machine."""

    code, permanent = "cannot_listen", True


async def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Calls `ready` with the address once it listens; returns after a signal, when the requests in
    flight have ended or `shutdown_grace` is over.

    Raises CannotListen, and DatabaseUnavailable when no database answers at start.
    """
    _make_room(settings.max_streams)
    app = create_app(settings)
    with _listening(settings.host, settings.port) as listener:
        async with app.router.lifespan_context(app):
            live: Hub = app.state.services.live
            await _Server(_config(app, settings), ready, live.stop).serve([listener])


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, ready: Callable[[str], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._ready, self._stopping = ready, stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            address = _address(listener)
            logger.info("listening", address=address)
            self._ready(address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Streams would use up the grace that uploads need."""
        self._stopping()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn's own raises the signal again at the end, so that the process dies of it."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in SIGNALS:
                loop.remove_signal_handler(number)


def _config(app: Starlette, settings: Settings) -> uvicorn.Config:
    # Its lines are not ours in form, and what it would report our middleware has reported.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    return uvicorn.Config(
        cast(Any, app),
        http=cast(Any, partial(EdgeProtocol, slow_seconds=settings.slow_seconds)),
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_graceful_shutdown=max(1, math.ceil(settings.shutdown_grace)),
    )


def _make_room(streams: int) -> None:
    """Raises the soft limit on open files, if it is low, to what so many streams need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = streams + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise CannotListen(f"Cannot listen on {host}:{port}: {error.strerror}") from error
    # asyncio does this only for sockets that say they are TCP, which this one does not. Head and
    # body of an answer are two writes: the second would wait 40 ms for the client's ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        # Connections inherit it: one whose peer takes nothing is dropped, with what it was sent.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK_MILLISECONDS)
        yield listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
