"""What a request names as its media, as an asset: one that is there, or one made for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.access import EVERYBODY, owner
from api.errors import NotUploaded
from api.found import existing
from api.schemas.asking import AnalyzeRequest
from api.schemas.problem import FieldError
from api.services import services
from mediaq.db.pool import Row, Session
from mediaq.errors import BlobMissing, MediaqError, NotFound, PathOutsideStorage, UrlNotAllowed
from mediaq.media.fetch.rules import Rules
from mediaq.media.fetch.url import allowed
from mediaq.media.formats import HEAD_BYTES, detect, safe_filename
from mediaq.media.storage import LocalStorage


@dataclass(frozen=True)
class Target:
    """An asset to analyse. A `fresh` one gets its automatic analysis from the request, and becomes
    complete after that if it is `stored`."""

    id: UUID
    media_type: str
    fresh: bool = False
    stored: bool = False


@dataclass(frozen=True)
class StoredMedia:
    """A file below the storage root: its key, and the columns of an asset made of it."""

    key: str
    columns: dict[str, Any]


def at(error: MediaqError, field: str) -> MediaqError:
    """The same refusal, with the field of the body that it is about."""
    error.extra["errors"] = (FieldError(loc=("body", field), code=error.code),)
    return error


async def prepared(request: Request, order: AnalyzeRequest, url_field: str) -> StoredMedia | None:
    """What can be refused before a transaction; the file that a path leads to. `url_field` is what
    the body calls the URL.

    Raises UrlNotAllowed, PathOutsideStorage, NotFound, UnsupportedMedia, EmptyMedia.
    """
    settings = services(request).settings
    if order.media_url is not None:
        try:
            allowed(order.media_url, Rules.of(settings))
        except UrlNotAllowed as error:
            raise at(error, url_field) from None
    if order.video_path is None:
        return None
    return await run_in_threadpool(stored_media, settings.storage, order.video_path)


def stored_media(root: Path, text: str) -> StoredMedia:
    """The file below `root`; what is being written there is not seen. Blocks on the disk."""
    try:
        path = LocalStorage(root).open_path(text)
        key = path.relative_to(root.resolve())
        if key.parts[0] == "tmp":
            raise BlobMissing
    except BlobMissing:
        raise at(NotFound("There is no such file."), "video_path") from None
    except PathOutsideStorage:
        error = PathOutsideStorage("The path leads out of the storage root.")
        raise at(error, "video_path") from None
    with path.open("rb") as file:
        found = detect(file.read(HEAD_BYTES), path.name)
    return StoredMedia(
        str(key),
        {
            "filename": safe_filename(path.name),
            "media_type": found.media_type,
            "mime_type": found.mime_type,
            "size_bytes": path.stat().st_size,
            "storage_path": str(key),
        },
    )


async def target(
    request: Request, session: Session, order: AnalyzeRequest, file: StoredMedia | None
) -> Target:
    """The asset. Raises NotFound, Gone, NotUploaded."""
    if order.media_url is not None:
        row = await session.one("media.add_url", _url_asset(order.media_url, order.media_type))
        assert row is not None
        return Target(row["id"], order.media_type, fresh=True)
    if file is not None:
        return await _of_file(request, session, file)
    return await existing_asset(session, order.asset_id or order.video_recording_id)


async def existing_asset(session: Session, id: UUID | None) -> Target:
    """An asset by its id. Raises NotFound, Gone, NotUploaded."""
    return _ready(existing(await session.one("media.asset", {"id": id})))


def _ready(row: Row) -> Target:
    if not row["ready"]:
        raise NotUploaded
    return Target(row["id"], row["media_type"])


def _url_asset(url: str, media_type: str) -> dict[str, Any]:
    name = safe_filename(unquote(urlsplit(url).path, errors="replace").replace("\0", ""))
    return {"filename": name, "media_type": media_type, "source_url": url}


async def _of_file(request: Request, session: Session, file: StoredMedia) -> Target:
    """The newest asset of the file that may be seen. Who sees everything may make one; to others
    it does not exist, for it may be somebody else's."""
    asked = {"path": file.key, "sha256": file.key.rpartition("/")[2]}
    if row := await session.one("media.by_path", asked):
        return _ready(row)
    if owner(request) != EVERYBODY:
        raise at(NotFound("There is no such file."), "video_path")
    made = await session.one("media.add_file", file.columns)
    assert made is not None
    return Target(made["id"], file.columns["media_type"], fresh=True, stored=True)
