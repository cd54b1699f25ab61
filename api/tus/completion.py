"""From a part file that is whole to the asset and its analysis. Each step can be taken again after
a crash: the hash is written down before the file moves, and the rows are one transaction."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.intake import Arrived, admit
from api.schemas.uploads import UploadQuery
from api.services import services, transaction
from mediaq.db.pool import Row
from mediaq.errors import Gone
from mediaq.media.formats import HEAD_BYTES, detect
from mediaq.media.incoming import StoredFile, key
from mediaq.media.partfile import PartFile
from mediaq.media.storage import LocalStorage


async def complete(request: Request, upload: Row, part: PartFile | None) -> None:
    """Stores a whole upload, and makes its rows unless another request has just made them.

    Without a part file its content must be stored already. Raises EmptyMedia, UnsupportedMedia,
    StorageFull, Gone.
    """
    if part is not None:
        stored = await _store(request, upload, part)
    else:
        stored = await run_in_threadpool(_found, services(request).storage, upload)
    await _admit(request, upload, stored)


async def _store(request: Request, upload: Row, part: PartFile) -> StoredFile:
    given = services(request)
    detect(part.head(), upload["filename"])
    sha256 = await run_in_threadpool(part.sha256)
    expiry = given.settings.upload_expiry
    async with transaction(request) as session:
        whole = {"id": upload["id"], "sha256": sha256, "expiry": expiry}
        if not await session.run("resumable.whole", whole):
            raise Gone("The upload has ended.")
    return await run_in_threadpool(part.store, given.storage, sha256)


def _found(storage: LocalStorage, upload: Row) -> StoredFile:
    """What a request stored that did not come to its end."""
    if upload["sha256"] is None:
        raise Gone("What had arrived of this upload is not here any more.")
    path = key(upload["sha256"])
    if not (storage.root / path).is_file():
        raise Gone("What had arrived of this upload is not here any more.")
    return StoredFile(path, upload["sha256"], upload["length"])


async def _admit(request: Request, upload: Row, stored: StoredFile) -> None:
    """In the name of the upload's owner, whoever sent its last bytes."""
    given = services(request)
    head = await run_in_threadpool(_head, given.storage, stored)
    found = detect(head, upload["filename"])
    file = Arrived(stored, found, upload["filename"], upload["claimed_type"])
    asked = UploadQuery.model_validate(upload["asked"])
    owner = upload["owner"]
    async with given.admissions, given.database.transaction(owner) as session:
        row = await session.one("resumable.lock", upload)
        if row is None or row["state"] != "uploading":
            return
        shown = await admit(session, owner, file, asked)
        await session.run("resumable.complete", {**upload, **shown.model_dump()})


def _head(storage: LocalStorage, stored: StoredFile) -> bytes:
    with storage.open_path(stored.storage_path).open("rb") as file:
        return file.read(HEAD_BYTES)
