"""A TCP proxy in front of the server that loses, delays and spoils what passes through it."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict

CHUNK = 65536


@dataclass(eq=False)
class Faults:
    """What goes wrong just now; set and unset by tests. All are off at first."""

    stalled: threading.Event = field(default_factory=threading.Event)
    delay: float = 0.0
    bytes_per_second: float = 0.0
    # A request that holds these bytes is passed on, its reply is not: the connection is cut.
    swallow: bytes = b""
    swallowed: int = 0
    # A reply is cut off, or followed by garbage, after so many bytes.
    cut_after: int = -1
    garbage: bytes = b""
    refuse: bool = False


class Pair:
    """One connection through the proxy."""

    def __init__(self, client: socket.socket, server: socket.socket, faults: Faults) -> None:
        self.client, self.server, self.faults = client, server, faults
        self._closed = threading.Event()
        self._deaf = False
        self.threads = [
            threading.Thread(target=self._pump, args=ends, daemon=True)
            for ends in ((client, server, True), (server, client, False))
        ]
        for thread in self.threads:
            thread.start()

    def cut(self) -> None:
        """Resets both ends."""
        self._closed.set()
        for end in (self.client, self.server):
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Cuts, and waits for the threads."""
        self.cut()
        for thread in self.threads:
            thread.join(5)
        self.client.close()
        self.server.close()

    def _pump(self, source: socket.socket, sink: socket.socket, asks: bool) -> None:
        with suppress(OSError):
            while not self._closed.is_set() and (data := source.recv(CHUNK)):
                self._wait(len(data))
                if self._closed.is_set() or not self._pass_on(sink, data, asks):
                    break
        self.cut()

    def _wait(self, size: int) -> None:
        while self.faults.stalled.is_set() and not self._closed.wait(0.01):
            pass
        rate = self.faults.bytes_per_second
        seconds = self.faults.delay + (size / rate if rate else 0.0)
        if seconds:
            self._closed.wait(seconds)

    def _pass_on(self, sink: socket.socket, data: bytes, asks: bool) -> bool:
        """Whether the connection lives on."""
        faults = self.faults
        if asks:
            if faults.swallow and faults.swallow in data:
                self._deaf = True
                faults.swallow = b""
            sink.sendall(data)
            return True
        if self._deaf:
            faults.swallowed += 1
            return False
        if faults.cut_after >= 0:
            sink.sendall(data[: faults.cut_after] + faults.garbage)
            return False
        sink.sendall(data)
        return True


class Proxy:
    """Listens on a port of `address`; `url` is the way through it to a database."""

    def __init__(self, url: str, address: str) -> None:
        given = conninfo_to_dict(url)
        self._host, self._port = str(given.get("host")), int(given.get("port") or 5432)
        self._listener = socket.create_server((address, 0))
        self.faults = Faults()
        self._pairs: list[Pair] = []
        parts = urlsplit(url)
        login = parts.netloc.rpartition("@")[0]
        port = self._listener.getsockname()[1]
        self.url = parts._replace(
            netloc=f"{login}@{address}:{port}", query="sslmode=disable&gssencmode=disable"
        ).geturl()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Resets every connection of now."""
        for pair in self._pairs:
            pair.cut()

    def close(self) -> None:
        """Ends it with all connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        for pair in self._pairs:
            pair.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._accept(client)

    def _accept(self, client: socket.socket) -> None:
        server = None
        try:
            if self.faults.refuse:
                raise ConnectionRefusedError
            server = self._connect()
            self._pairs.append(Pair(client, server, self.faults))
        except OSError:
            client.close()
            if server:
                server.close()

    def _connect(self) -> socket.socket:
        if not self._host.startswith("/"):
            return socket.create_connection((self._host, self._port), 5)
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(f"{self._host}/.s.PGSQL.{self._port}")
        except OSError:
            server.close()
            raise
        return server


@contextmanager
def proxy(url: str, address: str = "127.0.0.1") -> Iterator[Proxy]:
    """A proxy in front of the database `url`."""
    made = Proxy(url, address)
    try:
        yield made
    finally:
        made.close()
