"""The bytes of one request into a part file. What is safely there is written down as it goes, so
that neither a broken connection nor a crash costs more than the last few of them."""

import asyncio
from contextlib import suppress
from time import monotonic

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.content import Content, gathered
from api.services import services, transaction
from api.tus import checksum
from api.tus.holds import Hold
from mediaq.db.pool import Row
from mediaq.errors import Gone, MediaqError
from mediaq.media.formats import HEAD_BYTES, detect
from mediaq.media.partfile import PartFile

SAVE_BYTES = 8 * 1024 * 1024
SAVE_SECONDS = 5.0


class Progress:
    """How much of an upload is safe."""

    def __init__(self, request: Request, upload: Row, part: PartFile) -> None:
        self._request, self._upload, self._part = request, upload, part
        self._size, self._time = part.size, monotonic()
        self._saving: asyncio.Task[None] | None = None

    async def save_when_due(self) -> None:
        """`save` now and then, while the next bytes come. Raises what the last one raised."""
        late = monotonic() - self._time >= SAVE_SECONDS
        if late or self._part.size - self._size >= SAVE_BYTES:
            await self._saved()
            self._size, self._time = self._part.size, monotonic()
            self._saving = asyncio.create_task(self._save(self._size))

    async def save(self) -> None:
        """Writes down all that arrived. Raises Gone when the upload has ended meanwhile."""
        await self._saved()
        await self._save(self._part.size)

    async def _saved(self) -> None:
        if self._saving:
            await asyncio.shield(self._saving)
            self._saving = None

    async def _save(self, size: int) -> None:
        """First to the disk, then to the row; never more than was there when the disk was asked."""
        await run_in_threadpool(self._part.sync)
        row = {
            "id": self._upload["id"],
            "received": size,
            "length": self._upload["length"],
            "expiry": services(self._request).settings.upload_expiry,
        }
        async with transaction(self._request) as session:
            if not await session.run("resumable.grow", row):
                raise Gone("The upload has ended.")


async def receive(request: Request, upload: Row, part: PartFile, hold: Hold) -> None:
    """Appends the request's body. What arrived before an error stays, unless the request says what
    the whole of its body must sum to.

    Raises what Content and Hold raise, ChecksumMismatch, UnsupportedMedia, Gone, StorageFull.
    """
    sum_of = checksum.stated(request)
    most = upload["length"] or services(request).settings.max_upload_bytes
    content = Content(request, limit=most - part.size)
    start, sealed = part.size, bool(sum_of or content.sealed)
    progress = Progress(request, upload, part)
    try:
        async for piece in gathered(hold.patiently(content.chunks())):
            if sum_of:
                sum_of.update(piece)
            await _append(part, piece, upload["filename"])
            if not sealed:
                await progress.save_when_due()
        if sum_of:
            sum_of.check()
    except BaseException:
        if sealed:
            await run_in_threadpool(part.cut, start)
        with suppress(MediaqError):
            await progress.save()
        raise
    await progress.save()


async def _append(part: PartFile, piece: bytes, filename: str) -> None:
    """Writes, and looks once at what the file is; raises UnsupportedMedia as soon as that shows."""
    before = part.size
    await run_in_threadpool(part.write, piece)
    if before < HEAD_BYTES <= part.size:
        detect(part.head(), filename)
