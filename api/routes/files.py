"""The bytes of derived files and of spoken findings."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import ids
from api.blobs import Blob, locate
from api.describe import Answer, describe
from api.errors import InvalidId, RangeNotSatisfiable, StoredFileMissing
from api.found import existing
from api.services import services, transaction
from api.vocabulary import (
    ACCEPT_RANGES,
    CONTENT_RANGE,
    DISPOSITION,
    ENTITY_TAG,
    RANGE,
)
from mediaq.errors import Gone, NotFound

AUDIO_TYPES = {"opus": "audio/ogg", "mp3": "audio/mpeg"}
SENT = (ACCEPT_RANGES, DISPOSITION, ENTITY_TAG)
WHOLE = Answer("*/*", SENT, "The bytes, under their own media type.")
PART = Answer("*/*", (*SENT, CONTENT_RANGE), "A range; several come as `multipart/byteranges`.")
ERRORS = (InvalidId, NotFound, Gone, StoredFileMissing, RangeNotSatisfiable)


@describe(
    tags=("files",), id="file_id", headers=(RANGE,), answers={200: WHOLE, 206: PART}, errors=ERRORS
)
async def file(request: Request) -> Response:
    """The bytes of a file of an analysis, or of an original.

    What a browser could run is sent as an attachment.
    """
    async with transaction(request) as session:
        row = existing(await session.one("files.one", {"id": ids.path_uuid(request)}))
    path = await run_in_threadpool(locate, services(request).storage, row["storage_path"])
    return Blob(
        path,
        name=row["name"],
        mime_type=row["mime_type"],
        derived=row["derived"],
        sha256=row["sha256"],
    )


@describe(
    tags=("files",),
    id="segment_id",
    headers=(RANGE,),
    answers={200: WHOLE, 206: PART},
    errors=ERRORS,
)
async def audio(request: Request) -> Response:
    """The sound of one spoken segment."""
    number = ids.path_number(request)
    async with transaction(request) as session:
        row = existing(await session.one("files.audio", {"id": number}))
    path = await run_in_threadpool(locate, services(request).storage, row["storage_path"])
    mime_type = AUDIO_TYPES.get(row["format"], "application/octet-stream")
    return Blob(path, name=f"finding-{number}", mime_type=mime_type, derived=True)


ROUTES = [
    Route("/api/v1/files/{id}", file),
    Route("/api/v1/audio/{id}", audio),
]
