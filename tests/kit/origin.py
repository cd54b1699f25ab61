"""A web server that behaves as badly as a test wants, and a listener that nobody may touch."""

import asyncio
import select
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

# Loopback too, but not the address that canaries sit on: lists can admit one without the other.
HOST = "127.0.0.2"
CANARY = "127.0.0.1"

Conduct = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Origin:
    """`heads` are the requests it got; `left` is set when a client has gone away."""

    port: int
    scheme: str = "http"
    heads: list[str] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/clip.mp4", host: str = HOST) -> str:
        """An absolute URL of this server."""
        return f"{self.scheme}://{host}:{self.port}{path}"


def answer(status: str, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer; underscores in names of headers stand for hyphens."""
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location: str) -> bytes:
    """A 302."""
    return answer("302 Found", Location=location)


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Conduct:
    """Sends `head`, then `piece` until the client goes away."""

    async def conduct(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return conduct


async def silence(writer: asyncio.StreamWriter) -> None:
    """Says nothing, for ever."""
    await asyncio.Event().wait()


def then_silence(head: bytes) -> Conduct:
    """Sends something and no more."""

    async def conduct(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await silence(writer)

    return conduct


@contextmanager
def serving(
    routes: Mapping[str, bytes | Conduct], tls: ssl.SSLContext | None = None
) -> Iterator[Origin]:
    """Runs an origin in a thread. A route is by path; bytes are sent as they are."""
    place = socket.create_server((HOST, 0))
    origin = Origin(place.getsockname()[1], "https" if tls else "http")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            origin.heads.append(head)
            origin.asked.set()
            await _conduct(routes.get(head.split()[1], answer("404 Not Found")), reader, writer)
            writer.close()
        origin.left.set()

    async def open_it() -> asyncio.Server:
        return await asyncio.start_server(serve, sock=place, ssl=tls)

    try:
        server = asyncio.run_coroutine_threadsafe(open_it(), loop).result()
        yield origin
        asyncio.run_coroutine_threadsafe(_close(server, writers), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _conduct(
    wanted: bytes | Conduct, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Behaves as wanted until done, or until the client closes its side."""
    if isinstance(wanted, bytes):
        writer.write(wanted)
        await writer.drain()
        return
    acting = asyncio.ensure_future(wanted(writer))
    gone = asyncio.ensure_future(reader.read())
    await asyncio.wait({acting, gone}, return_when=asyncio.FIRST_COMPLETED)
    for task in (acting, gone):
        task.cancel()
    await asyncio.gather(acting, gone, return_exceptions=True)


async def _close(server: asyncio.Server, writers: list[asyncio.StreamWriter]) -> None:
    server.close()
    mine = asyncio.current_task()
    tasks = [task for task in asyncio.all_tasks() if task is not mine]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for writer in writers:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


@contextmanager
def untouched(port: int, host: str = CANARY) -> Iterator[None]:
    """Listens where nobody may connect to; fails at the end if anybody did."""
    with socket.create_server((host, port)) as listener:
        yield
        assert not select.select([listener], [], [], 0)[0], "the canary was touched"
