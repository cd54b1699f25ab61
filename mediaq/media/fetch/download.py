"""A URL's content into the storage: redirects, and caps on size, time and rate."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar
from urllib.parse import urljoin

from mediaq.errors import FetchFailed, MediaTooLarge, TooManyRedirects, TooSlow, UrlNotAllowed
from mediaq.media.fetch.decoding import PIECE_BYTES, Decoder
from mediaq.media.fetch.outbound import Answer, Outbound, Pace
from mediaq.media.fetch.status import check_status
from mediaq.media.fetch.url import Url, allowed
from mediaq.media.formats import HEAD_BYTES, Format, detect
from mediaq.media.incoming import IncomingFile, StoredFile
from mediaq.media.storage import LocalStorage

MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
T = TypeVar("T")


@dataclass(frozen=True)
class Fetched:
    """What a URL led to, stored."""

    form: Format
    file: StoredFile


@dataclass
class Download:
    """One download. `filename` helps to tell text from other bytes; `on_progress` gets per cent."""

    outbound: Outbound
    storage: LocalStorage
    limit: int
    filename: str = ""
    on_progress: Callable[[float], None] = lambda percent: None

    async def fetch(self, text: str) -> Fetched:
        """Cancelled, it leaves nothing behind. Raises UrlNotAllowed, TooManyRedirects, TooSlow,
        FetchFailed, SourceNotFound, SourceRefused, MediaTooLarge, EmptyMedia, UnsupportedMedia (at
        the first bytes), StorageFull."""
        with IncomingFile(self.storage, limit=self.limit) as incoming:
            try:
                async with asyncio.timeout(self.outbound.pace.total):
                    await self._follow(allowed(text, self.outbound.rules), incoming)
            except TimeoutError as error:
                raise TooSlow from error
            form = detect(incoming.head, self.filename)
            return Fetched(form, await _to_its_end(incoming.store))

    async def _follow(self, url: Url, incoming: IncomingFile) -> None:
        for _ in range(MAX_REDIRECTS + 1):
            async with self.outbound.send("GET", url) as answer:
                if answer.status not in _REDIRECTS:
                    check_status(answer)
                    await self._receive(answer, incoming)
                    return
            url = self._next(url, answer)
        raise TooManyRedirects

    def _next(self, url: Url, answer: Answer) -> Url:
        try:
            target = urljoin(str(url), answer.headers["location"])
        except (KeyError, ValueError) as error:
            raise FetchFailed("The origin redirects to nowhere.") from error
        following = allowed(target, self.outbound.rules)
        if url.scheme == "https" and following.scheme != "https":
            raise UrlNotAllowed("The origin redirects from https to http.")
        return following

    async def _receive(self, answer: Answer, incoming: IncomingFile) -> None:
        length = _length(answer)
        if length > self.limit:
            raise MediaTooLarge(f"The media is larger than the {self.limit} bytes allowed.")
        decoder = Decoder(answer.headers.get("content-encoding", ""))
        rate = _Rate(self.outbound.pace)
        buffer = bytearray()
        async for raw in answer.body:
            rate.count(len(raw))
            for piece in decoder.pieces(raw):
                buffer += piece
                if len(buffer) >= PIECE_BYTES or len(incoming.head) < HEAD_BYTES <= len(buffer):
                    await self._write(incoming, buffer)
            if length:
                self.on_progress(min(100.0, 100.0 * rate.total / length))
        decoder.end()
        await self._write(incoming, buffer)

    async def _write(self, incoming: IncomingFile, buffer: bytearray) -> None:
        first = len(incoming.head) < HEAD_BYTES
        await _to_its_end(incoming.write, bytes(buffer))
        buffer.clear()
        if first and len(incoming.head) >= HEAD_BYTES:
            detect(incoming.head, self.filename)


class _Rate:
    """Holds the origin to a least rate."""

    def __init__(self, pace: Pace) -> None:
        self.total = 0
        self._pace = pace
        self._since = monotonic()
        self._in_window = 0

    def count(self, received: int) -> None:
        """Raises TooSlow when a whole window brought too little."""
        self.total += received
        self._in_window += received
        if (elapsed := monotonic() - self._since) >= self._pace.window:
            if self._in_window < self._pace.rate * elapsed:
                raise TooSlow
            self._since, self._in_window = monotonic(), 0


def _length(answer: Answer) -> int:
    text = answer.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


async def _to_its_end(function: Callable[..., T], *args: bytes) -> T:
    """In a thread; a cancellation waits for it, as the file that it writes to is closed next."""
    task = asyncio.create_task(asyncio.to_thread(function, *args))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
