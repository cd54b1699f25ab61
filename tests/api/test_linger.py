"""Closing while the client still sends."""

import asyncio
import socket
import struct

import pytest

from api import linger
from api.linger import LingeringTransport


class Connection(asyncio.Protocol):
    """Our side of one connection, on which the client is always still sending."""

    def __init__(self) -> None:
        self.transport: asyncio.Future[LingeringTransport] = asyncio.Future()
        self.lost: asyncio.Future[None] = asyncio.Future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport.set_result(LingeringTransport(transport, lambda: True))

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(None)


async def connected() -> tuple[Connection, LingeringTransport, socket.socket]:
    """Our side, and the client's."""
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    _, protocol = await asyncio.get_running_loop().connect_accepted_socket(Connection, ours)
    return protocol, await protocol.transport, theirs


def test_a_client_that_goes_on_sending_is_closed_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(linger, "LINGER_SECONDS", 0.05)

    async def scene() -> bytes:
        protocol, transport, client = await connected()
        with client:
            transport.write(b"answer")
            transport.close()
            assert transport.is_closing()
            client.sendall(b"still sending")
            await protocol.lost
            return client.recv(100) + client.recv(100)

    assert asyncio.run(scene()) == b"answer"


def test_a_client_that_reads_and_closes_ends_it() -> None:
    async def scene() -> None:
        protocol, transport, client = await connected()
        transport.close()
        with client:
            assert client.recv(100) == b""
        await protocol.lost

    asyncio.run(scene())


def test_a_client_that_has_gone() -> None:
    """Its reset has come, but not been read, when the connection is closed."""

    async def scene() -> None:
        loop = asyncio.get_running_loop()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client = socket.create_connection(listener.getsockname())
            ours, _ = listener.accept()
        _, protocol = await loop.connect_accepted_socket(Connection, ours)
        transport = await protocol.transport
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        transport.close()
        await protocol.lost

    asyncio.run(scene())
