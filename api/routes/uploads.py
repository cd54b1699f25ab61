"""`POST /api/upload`: one file, streamed into the storage, and the row that starts its analysis."""

from typing import Any
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.describe import Answer, Payload, describe
from api.errors import (
    InvalidMultipart,
    MissingField,
    UnsupportedContentType,
    UploadIncomplete,
)
from api.forms import FormFile
from api.schemas import answer
from api.schemas.assets import Uploaded
from api.schemas.problem import FieldError
from api.services import services, transaction
from api.vocabulary import LOCATION
from mediaq.errors import EmptyMedia, MediaTooLarge, StorageFull, UnsupportedMedia
from mediaq.media.formats import HEAD_BYTES, Format, detect, safe_filename
from mediaq.media.incoming import IncomingFile, StoredFile

FIELD = "file"
FORM = Payload(
    ("multipart/form-data",),
    {
        "type": "object",
        "required": [FIELD],
        "properties": {FIELD: {"type": "string", "format": "binary"}},
    },
    "One file in the field `file`.",
)


@describe(
    tags=("uploads",),
    body=FORM,
    answers={202: Answer(Uploaded, (LOCATION,))},
    errors=(
        InvalidMultipart,
        MissingField,
        UploadIncomplete,
        UnsupportedContentType,
        MediaTooLarge,
        EmptyMedia,
        UnsupportedMedia,
        StorageFull,
    ),
)
async def upload(request: Request) -> Response:
    """Upload one file and have it analysed.

    Answers once the bytes are durable and the analysis is queued.
    """
    given = services(request)
    limit = given.settings.max_upload_bytes
    form = FormFile(request, FIELD, limit=limit)
    with IncomingFile(given.storage, limit=limit) as incoming:
        found = await _receive(form, incoming)
        stored = await run_in_threadpool(incoming.store)
    row = _row(safe_filename(form.filename or ""), found, stored)
    asset_id, analysis_id = await _insert(request, row)
    shown = Uploaded(asset_id=asset_id, analysis_id=analysis_id, **row)
    return answer(shown, 202, {"Location": f"/api/v1/analyses/{analysis_id}"})


async def _receive(form: FormFile, incoming: IncomingFile) -> Format:
    """Takes the whole body in; what is no media is refused after its first piece."""
    found: Format | None = None
    async for piece in form.pieces():
        await run_in_threadpool(incoming.write, piece)
        if found is None and len(incoming.head) >= HEAD_BYTES:
            found = detect(incoming.head, form.filename or "")
    if form.filename is None:
        error = FieldError(loc=("body", FIELD), code="missing_field")
        raise MissingField(f"The form has no file in `{FIELD}`.", errors=(error,))
    return found or detect(incoming.head, form.filename)


def _row(filename: str, found: Format, stored: StoredFile) -> dict[str, Any]:
    return {
        "filename": filename,
        "media_type": found.media_type,
        "mime_type": found.mime_type,
        "size_bytes": stored.size_bytes,
        "sha256": stored.sha256,
        "storage_path": stored.storage_path,
    }


async def _insert(request: Request, row: dict[str, Any]) -> tuple[UUID, UUID]:
    """The ids of the asset and of the analysis that the database's trigger made for it."""
    async with transaction(request) as session:
        asset = await session.one("assets.add", row)
        assert asset is not None
        analysis = await session.one("assets.kickoff", asset)
        assert analysis is not None
    return asset["id"], analysis["id"]


ROUTES = [Route("/api/upload", upload, methods=["POST"])]
