"""Connections to addresses that were judged: the network below an HTTP client."""

# ruff: noqa: ASYNC109 (the timeouts are those of the library's interface)

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import ip_address
from typing import Any

import httpcore2

from mediaq.media.fetch.addresses import Address
from mediaq.media.fetch.rules import Rules, address_of

# An answer's status line and headers, interim answers included.
HEAD_BYTES = 32 * 1024
_PIECE = 4096

Resolver = Callable[[str, int], Awaitable[Sequence[Address]]]


async def resolve(host: str, port: int) -> Sequence[Address]:
    """All addresses that the system knows for a name."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(place[0]) for *_, place in found]


class Dialer(httpcore2.AsyncNetworkBackend):
    """Serves one request. While `head_bytes` is a number, that much may still be read."""

    def __init__(self, rules: Rules, resolver: Resolver) -> None:
        self.head_bytes: int | None = HEAD_BYTES
        self._rules = rules
        self._resolve = resolver
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Raises UrlNotAllowed when one of the host's addresses may not be connected to."""
        try:
            async with asyncio.timeout(timeout):
                stream = await self._connect(await self._judged(host, port), port)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout from error
        return _Stream(stream, self)

    async def _judged(self, host: str, port: int) -> Sequence[Address]:
        literal = address_of(host)
        try:
            addresses = [literal] if literal else await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError from error
        for address in addresses:
            self._rules.check_address(host, address)
        return addresses

    async def _connect(
        self, addresses: Sequence[Address], port: int
    ) -> httpcore2.AsyncNetworkStream:
        failure = httpcore2.ConnectError("no address")
        for address in addresses:
            try:
                return await self._network.connect_tcp(str(address), port)
            except httpcore2.ConnectError as error:
                failure = error
        raise failure

    def count(self, piece: bytes) -> bytes:
        """Raises RemoteProtocolError when the head of the answer grows too long."""
        if self.head_bytes is not None:
            self.head_bytes -= len(piece)
            if self.head_bytes < 0:
                raise httpcore2.RemoteProtocolError("the head is too long")
        return piece


class _Stream(httpcore2.AsyncNetworkStream):
    """A connection whose first bytes are counted."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream, dialer: Dialer) -> None:
        self._stream = stream
        self._dialer = dialer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._dialer.head_bytes is not None:
            max_bytes = min(max_bytes, _PIECE)
        return self._dialer.count(await self._stream.read(max_bytes, timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        secure = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        return _Stream(secure, self._dialer)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
