"""Resumable uploads: begun, found again, received and ended."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.errors import InvalidHeader, UploadLocked, WrongOffset
from api.intake import claim
from api.schemas.uploads import UploadQuery
from api.services import services, transaction
from api.tus import protocol
from api.tus.completion import complete
from api.tus.reception import receive
from mediaq.db.pool import Row
from mediaq.errors import (
    EmptyMedia,
    Gone,
    MediaTooLarge,
    NotFound,
    StorageFull,
    UnsupportedMedia,
)
from mediaq.media import partfile
from mediaq.media.formats import safe_filename
from mediaq.media.partfile import PartFile

OVER = ("failed", "terminated", "expired")


async def begin(request: Request, asked: UploadQuery) -> UUID:
    """A new upload of nothing yet: its id. Raises InvalidHeader, EmptyMedia, MediaTooLarge,
    StorageFull."""
    length, metadata = protocol.length(request), protocol.metadata(request)
    _check_length(request, length)
    given = services(request)
    if length and length > await run_in_threadpool(given.storage.free_bytes):
        raise StorageFull
    row = {
        "filename": safe_filename(metadata.first("filename", "name") or asked.filename or ""),
        "claimed_type": claim(metadata.first("filetype", "type")),
        "metadata": metadata.text,
        "asked": asked.model_dump_json(),
        "length": length,
        "expiry": given.settings.upload_expiry,
    }
    async with transaction(request) as session:
        made = await session.one("resumable.add", row)
        assert made is not None
        await run_in_threadpool(partfile.create, _path(request, made["id"]))
    id: UUID = made["id"]
    return id


async def find(request: Request, id: UUID) -> Row:
    """Raises NotFound, and Gone for one that was terminated or has expired."""
    async with transaction(request) as session:
        row = await session.one("resumable.one", {"id": id})
    if row is None:
        raise NotFound
    if row["state"] in OVER and row["state"] != "failed":
        raise Gone(f"The upload is {row['state']}.")
    return row


async def find_living(request: Request, id: UUID) -> Row:
    """`find`; raises Gone for one that failed, too."""
    row = await find(request, id)
    if row["state"] in OVER:
        raise Gone(f"The upload has failed: {row['error_code']}.")
    return row


async def current(request: Request, id: UUID) -> Row:
    """The upload once nobody here receives it any more; a whole one is brought to its end, in case
    whoever began that did not live to."""
    await find_living(request, id)
    async with services(request).holds.held(id):
        upload = await find_living(request, id)
        if upload["state"] == "uploading" and upload["received"] == upload["length"]:
            async with _opened(request, id) as part, _judged(request, id):
                if part is not None:
                    await run_in_threadpool(part.resume, upload["received"])
                await complete(request, upload, part)
            upload = await find_living(request, id)
    return upload


async def append(request: Request, id: UUID, offset: int) -> Row:
    """Receives the request's body at `offset`; the upload as it is then."""
    await find_living(request, id)
    async with services(request).holds.held(id) as hold, _opened(request, id) as part:
        upload = _stated_length(request, await find_living(request, id))
        if offset != upload["received"]:
            raise WrongOffset(headers={"Upload-Offset": str(upload["received"])})
        if upload["state"] == "uploading":
            async with _judged(request, id):
                if part is not None:
                    await run_in_threadpool(part.resume, offset)
                    await receive(request, upload, part, hold)
                if part is None or part.size == upload["length"]:
                    await complete(request, upload, part)
    return await find_living(request, id)


async def terminate(request: Request, id: UUID) -> None:
    """Ends an upload; an asset that was made of it stays."""
    await find_living(request, id)
    await services(request).holds.free(id)
    await _end(request, id, "terminated")


def _stated_length(request: Request, upload: Row) -> Row:
    """The upload with the length that the request may add; raises InvalidHeader, MediaTooLarge."""
    stated = protocol.number(request, "Upload-Length")
    if stated is None:
        return upload
    if upload["length"] not in (None, stated) or stated < upload["received"]:
        raise InvalidHeader("Upload-Length is not the length of this upload.")
    _check_length(request, stated)
    return {**upload, "length": stated}


def _check_length(request: Request, length: int | None) -> None:
    most = services(request).settings.max_upload_bytes
    if length == 0:
        raise EmptyMedia
    if length is not None and length > most:
        raise MediaTooLarge(f"The upload is larger than the {most} bytes allowed.")


@asynccontextmanager
async def _opened(request: Request, id: UUID) -> AsyncIterator[PartFile | None]:
    """The part file, or None when it has become the stored file; raises UploadLocked while another
    process receives it."""
    try:
        part = await run_in_threadpool(PartFile, _path(request, id))
    except FileNotFoundError:
        yield None
        return
    except BlockingIOError:
        raise UploadLocked from None
    with part:
        yield part


@asynccontextmanager
async def _judged(request: Request, id: UUID) -> AsyncIterator[None]:
    """What is no media ends the upload."""
    try:
        yield
    except (EmptyMedia, UnsupportedMedia) as error:
        await _end(request, id, "failed", error.code)
        raise


async def _end(request: Request, id: UUID, state: str, error_code: str | None = None) -> None:
    row: dict[str, Any] = {"id": id, "state": state, "error_code": error_code}
    async with transaction(request) as session:
        await session.run("resumable.end", row)
    with suppress(FileNotFoundError):
        await run_in_threadpool(_path(request, id).unlink)


def _path(request: Request, id: UUID) -> Path:
    return services(request).storage.parts() / str(id)
