"""`POST /api/upload`: one file, streamed into the storage, and the row that starts its analysis."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import backlog, query
from api.access import owner_of_new
from api.asking import check_callback
from api.content import gathered
from api.describe import Answer, Payload, describe
from api.errors import (
    DigestMismatch,
    InvalidDigest,
    InvalidMultipart,
    InvalidQuery,
    MissingField,
    QueueFull,
    UnsupportedContentType,
    UploadIncomplete,
)
from api.forms import FormFile
from api.idempotency import once
from api.intake import Arrived, admit
from api.raw import RawFile
from api.schemas import answer
from api.schemas.uploads import Uploaded, UploadQuery
from api.services import services
from api.vocabulary import CONTENT_DIGEST, CONTENT_DISPOSITION, IDEMPOTENCY_KEY, LOCATION, REPLAYED
from mediaq.db.pool import Session
from mediaq.errors import EmptyMedia, MediaTooLarge, StorageFull, UnsupportedMedia, UrlNotAllowed
from mediaq.media.formats import HEAD_BYTES, Format, detect
from mediaq.media.incoming import IncomingFile

FIELD = "file"
# A file of these types is not one that we read; a body of them was meant for another route.
NO_FILE = ("application/json", "multipart/")
BODY = Payload(
    ("multipart/form-data",),
    {
        "type": "object",
        "required": [FIELD],
        "properties": {FIELD: {"type": "string", "format": "binary"}},
    },
    "One file: the form's field `file`, or the body of any other Content-Type but JSON.",
    plain=("application/octet-stream", "video/*", "audio/*", "image/*", "application/pdf"),
)


@describe(
    tags=("uploads",),
    query=UploadQuery,
    body=BODY,
    headers=(CONTENT_DISPOSITION, CONTENT_DIGEST, IDEMPOTENCY_KEY),
    answers={
        200: Answer(Uploaded, (LOCATION, REPLAYED)),
        202: Answer(Uploaded, (LOCATION, REPLAYED)),
    },
    errors=(
        InvalidQuery,
        UrlNotAllowed,
        InvalidMultipart,
        MissingField,
        QueueFull,
        UploadIncomplete,
        InvalidDigest,
        DigestMismatch,
        UnsupportedContentType,
        MediaTooLarge,
        EmptyMedia,
        UnsupportedMedia,
        StorageFull,
    ),
)
async def upload(request: Request) -> Response:
    """Upload one file and have it analysed.

    202 once the bytes are durable and the analysis is queued; 200 with the analysis of before when
    the same content was uploaded already.
    """
    asked = query.read(request, UploadQuery)
    check_callback(request, asked.callback_url)
    given = services(request)
    async with given.admissions:
        await backlog.check(request)
    limit = given.settings.max_upload_bytes
    file = _file(request, asked, limit)
    with IncomingFile(given.storage, limit=limit) as incoming:
        found = await _receive(file, incoming)
        stored = await run_in_threadpool(incoming.store)
    arrived = Arrived(stored, found, file.filename or "", file.claimed_type)

    async def admitted(session: Session) -> Response:
        shown = await admit(session, owner_of_new(request), arrived, asked)
        location = {"Location": f"/api/v1/analyses/{shown.analysis_id}"}
        return answer(shown, 200 if shown.duplicate else 202, location)

    async with given.admissions:
        return await once(request, bytes.fromhex(stored.sha256), admitted)


def _file(request: Request, asked: UploadQuery, limit: int) -> FormFile | RawFile:
    kind = request.headers.get("content-type", "").lower()
    if kind.startswith("multipart/form-data"):
        return FormFile(request, FIELD, limit=limit)
    if kind.startswith(NO_FILE):
        raise UnsupportedContentType("Send a file: multipart/form-data, or its bytes as they are.")
    return RawFile(request, asked.filename, limit=limit)


async def _receive(file: FormFile | RawFile, incoming: IncomingFile) -> Format:
    """Takes the whole body in; what is no media is refused after its first piece."""
    found: Format | None = None
    async for piece in gathered(file.chunks()):
        await run_in_threadpool(incoming.write, piece)
        if found is None and len(incoming.head) >= HEAD_BYTES:
            found = detect(incoming.head, file.filename or "")
    return found or detect(incoming.head, file.filename or "")


ROUTES = [Route("/api/upload", upload, methods=["POST"])]
