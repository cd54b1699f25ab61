"""A client that costs little: HTTP/1.1 on kept connections, bodies by Content-Length."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from time import monotonic
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Call:
    """One request; `expected` are the statuses that are no error."""

    method: str
    path: str
    body: object = None
    expected: tuple[int, ...] = (200,)

    def head(self, host: str) -> bytes:
        """The request as it goes over the wire."""
        content = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}"]
        if content:
            lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
        return "\r\n".join([*lines, "", ""]).encode() + content


@dataclass
class Tally:
    """What came of requests: seconds each, by name of the call, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def add(self, name: str, seconds: float, problem: str | None) -> None:
        """One request."""
        self.seconds.setdefault(name, []).append(seconds)
        if problem:
            self.errors.append(f"{name}: {problem}")

    @property
    def all(self) -> list[float]:
        """Every request's seconds, sorted."""
        return sorted(value for values in self.seconds.values() for value in values)


class Connection:
    """One kept connection; made anew when the server has closed it, as it does with idle ones."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def send(self, call: Call) -> int:
        """Sends a request and reads its answer to the end; the status."""
        if self._reader is None or self._writer is None or self._reader.at_eof():
            await self.close()
            self._reader, self._writer = await asyncio.open_connection(
                self._address.hostname, self._address.port
            )
        self._writer.write(call.head(self._address.netloc))
        head = await self._reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next((int(x[15:]) for x in lines if x.startswith("content-length:")), 0)
        if length:
            await self._reader.readexactly(length)
        return int(head[9:12])

    async def close(self) -> None:
        """Hangs up, whatever the other side has done."""
        if self._writer is not None:
            self._writer.close()
            with suppress(OSError):
                await self._writer.wait_closed()
        self._reader = self._writer = None


async def timed(connection: Connection, name: str, call: Call, tally: Tally) -> None:
    """One request into the tally; a broken connection is an error, too."""
    began, problem = monotonic(), None
    try:
        status = await connection.send(call)
        if status not in call.expected:
            problem = f"status {status}"
    except (OSError, asyncio.IncompleteReadError) as error:
        problem = repr(error)
        await connection.close()
    tally.add(name, monotonic() - began, problem)


async def as_many_as_go(url: str, calls: list[Call], *, clients: int, seconds: float) -> Tally:
    """So many clients, each with one request after the other, for a while."""
    tally, deadline = Tally(), monotonic() + seconds

    async def client(start: int) -> None:
        connection = Connection(url)
        for call in cycle(calls[start:] + calls[:start]):
            if monotonic() >= deadline:
                break
            await timed(connection, call.method, call, tally)
        await connection.close()

    await asyncio.gather(*(client(number * 7 % len(calls)) for number in range(clients)))
    return tally


async def at_a_rate(
    url: str, calls: list[tuple[str, Call]], *, rate: float, seconds: float
) -> Tally:
    """Starts so many requests a second, whether the ones before have ended or not; what waits for
    a connection counts as waiting."""
    tally, began = Tally(), monotonic()
    free = [Connection(url) for _ in range(64)]

    async def one(name: str, call: Call) -> None:
        connection = free.pop() if free else Connection(url)
        await timed(connection, name, call, tally)
        free.append(connection)

    async with asyncio.TaskGroup() as under_way:
        for number, (name, call) in zip(range(int(rate * seconds)), cycle(calls), strict=False):
            await asyncio.sleep(max(0.0, began + number / rate - monotonic()))
            under_way.create_task(one(name, call))
    for connection in free:
        await connection.close()
    return tally
