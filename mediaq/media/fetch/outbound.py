"""One HTTP request to a host that a user named.

    outbound = Outbound(Rules.of(settings))
    url = allowed(text, outbound.rules)
    async with outbound.send("POST", url, headers={…}, content=b"…") as answer:
        answer.status, answer.headers["content-type"]
        async for piece in answer.body: …

The name is resolved once, every address it has is judged, and one of those is connected to, with
the name in SNI and Host. There are no redirects, proxies, cookies, decoding or reuse of
connections. Raises UrlNotAllowed, FetchFailed, TooSlow, also from the block that reads the body.
"""

import asyncio
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import httpcore2

from mediaq import __version__
from mediaq.errors import FetchFailed, TooSlow
from mediaq.media.fetch.dialer import Dialer, Resolver, resolve
from mediaq.media.fetch.rules import Rules
from mediaq.media.fetch.url import Url

USER_AGENT = f"mediaq/{__version__}"


@dataclass(frozen=True)
class Pace:
    """How slow the other side may be, in seconds; `rate` in bytes per second over a `window`."""

    connect: float = 10.0
    head: float = 30.0
    window: float = 10.0
    rate: float = 1000.0
    total: float = 3600.0


@dataclass(frozen=True)
class Answer:
    """An answer whose body is still to be read. Names of headers are in lower case; of several
    headers of one name the last counts."""

    status: int
    headers: Mapping[str, str]
    body: AsyncIterable[bytes]


@dataclass(frozen=True)
class Outbound:
    """Sends requests under rules; one per process is enough."""

    rules: Rules
    pace: Pace = Pace()
    resolve: Resolver = resolve
    tls: ssl.SSLContext = field(default_factory=httpcore2.default_ssl_context, repr=False)

    @asynccontextmanager
    async def send(
        self, method: str, url: Url, *, headers: Mapping[str, str] = {}, content: bytes = b""
    ) -> AsyncIterator[Answer]:
        """The answer to one request, with its head read. `url` comes from `allowed`."""
        dialer = Dialer(self.rules, self.resolve)
        pool = httpcore2.AsyncConnectionPool(
            self.tls, max_connections=1, http2=False, network_backend=dialer
        )
        request = self._request(method, url, headers, content)
        with _translated():
            async with pool:
                async with asyncio.timeout(self.pace.head):
                    response = await pool.handle_async_request(request)
                dialer.head_bytes = None
                try:
                    yield _answer(response)
                finally:
                    await response.aclose()

    def _request(
        self, method: str, url: Url, headers: Mapping[str, str], content: bytes
    ) -> httpcore2.Request:
        sent = {
            "Host": url.authority,
            "User-Agent": USER_AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **({"Content-Length": str(len(content))} if content or method == "POST" else {}),
            **headers,
        }
        pace = self.pace
        waits = {"connect": pace.connect, "read": pace.window, "write": pace.window}
        return httpcore2.Request(
            method,
            httpcore2.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target),
            headers=list(sent.items()),
            content=content,
            extensions={"timeout": {**waits, "pool": pace.connect}},
        )


def _answer(response: httpcore2.Response) -> Answer:
    headers = {_text(name).lower(): _text(value) for name, value in response.headers}
    assert isinstance(response.stream, AsyncIterable)
    return Answer(response.status, headers, response.stream)


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@contextmanager
def _translated() -> Iterator[None]:
    """The library's errors as ours. Their texts are left out: they may quote the other side."""
    try:
        yield
    except httpcore2.ConnectTimeout as error:
        raise FetchFailed("The host did not accept a connection in time.") from error
    except httpcore2.ConnectError as error:
        raise FetchFailed("The host could not be connected to.") from error
    except (httpcore2.TimeoutException, TimeoutError) as error:
        raise TooSlow from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise FetchFailed("The host broke off, or did not speak HTTP as it should.") from error
