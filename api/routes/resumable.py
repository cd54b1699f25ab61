"""`/api/upload/tus`: the endpoint of tus clients."""

from dataclasses import replace

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import backlog, ids, query
from api.asking import check_callback
from api.describe import Answer, Payload, describe
from api.errors import (
    ChecksumMismatch,
    DigestMismatch,
    InvalidDigest,
    InvalidHeader,
    InvalidId,
    InvalidQuery,
    QueueFull,
    TooSlow,
    UnsupportedContentType,
    UnsupportedTusVersion,
    UploadIncomplete,
    UploadLocked,
    WrongOffset,
)
from api.schemas import answer
from api.schemas.resumable import ResumableUpload
from api.schemas.uploads import UploadQuery
from api.services import services
from api.tus import protocol, uploads
from api.tus.checksum import ALGORITHMS
from api.vocabulary import (
    ANALYSIS_ID,
    ASSET_ID,
    AT_OFFSET,
    LOCATION,
    METHOD,
    TUS_CHECKSUMS,
    TUS_EXTENSION,
    TUS_MAX_SIZE,
    TUS_RESUMABLE,
    TUS_VERSION,
    UPLOAD_CHECKSUM,
    UPLOAD_DEFER_LENGTH,
    UPLOAD_EXPIRES,
    UPLOAD_LENGTH,
    UPLOAD_METADATA,
    UPLOAD_OFFSET,
)
from mediaq.db.pool import Row
from mediaq.errors import (
    EmptyMedia,
    Gone,
    MediaTooLarge,
    NotFound,
    StorageFull,
    UnsupportedMedia,
    UrlNotAllowed,
)

PATH = "/api/upload/tus"
PIECE = Payload(
    (protocol.CONTENT_TYPE,), says="The next bytes.", required=False, example="bytes of the file"
)
PROGRESS = (TUS_RESUMABLE, UPLOAD_OFFSET, UPLOAD_EXPIRES, ASSET_ID, ANALYSIS_ID)
CAN = (TUS_RESUMABLE, TUS_VERSION, TUS_EXTENSION, TUS_MAX_SIZE, TUS_CHECKSUMS)
FINDING = (InvalidId, NotFound, Gone, UnsupportedTusVersion)
RECEIVING = (
    InvalidHeader,
    InvalidDigest,
    DigestMismatch,
    UnsupportedContentType,
    TooSlow,
    UploadIncomplete,
    UploadLocked,
    ChecksumMismatch,
    MediaTooLarge,
    EmptyMedia,
    UnsupportedMedia,
    StorageFull,
)


@describe(
    tags=("uploads",),
    answers={204: Answer(None, CAN)},
    public=True,
    operation="options_of_resumable_uploads",
)
async def options(request: Request) -> Response:
    """What can be done here in the protocol tus."""
    return _options(request)


@describe(
    tags=("uploads",),
    id="upload_id",
    answers={204: Answer(None, CAN)},
    public=True,
    operation="options_of_resumable_upload",
)
async def options_of_upload(request: Request) -> Response:
    """What can be done with an upload, the same for each."""
    return _options(request)


def _options(request: Request) -> Response:
    headers = {
        "Tus-Version": protocol.VERSION,
        "Tus-Extension": ",".join(protocol.EXTENSIONS),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        "Tus-Max-Size": str(services(request).settings.max_upload_bytes),
    }
    return Response(status_code=204, headers=headers)


@describe(
    tags=("uploads",),
    query=UploadQuery,
    body=PIECE,
    headers=(TUS_RESUMABLE, UPLOAD_LENGTH, UPLOAD_DEFER_LENGTH, UPLOAD_METADATA, UPLOAD_CHECKSUM),
    answers={201: Answer(None, (LOCATION, *PROGRESS))},
    errors=(InvalidQuery, UrlNotAllowed, Gone, UnsupportedTusVersion, QueueFull, *RECEIVING),
    operation="create_resumable_upload",
)
async def create(request: Request) -> Response:
    """Begin a resumable upload.

    Its first bytes may come along as `application/offset+octet-stream`. The query is that of
    `POST /api/upload`.
    """
    protocol.check_version(request)
    asked = query.read(request, UploadQuery)
    check_callback(request, asked.callback_url)
    await backlog.check(request)
    id = await uploads.begin(request, asked)
    if protocol.is_piece(request):
        row = await uploads.append(request, id, 0)
    else:
        row = await uploads.find(request, id)
    return Response(status_code=201, headers={"Location": f"{PATH}/{id}", **_headers(row)})


@describe(
    tags=("uploads",),
    id="upload_id",
    headers=(TUS_RESUMABLE,),
    answers={200: Answer(None, (*PROGRESS, UPLOAD_LENGTH, UPLOAD_DEFER_LENGTH, UPLOAD_METADATA))},
    errors=(*FINDING, UploadLocked, EmptyMedia, UnsupportedMedia, StorageFull),
    operation="resumable_upload_offset",
)
async def head(request: Request) -> Response:
    """How much of an upload has arrived."""
    protocol.check_version(request)
    row = await uploads.current(request, ids.path_uuid(request))
    size = {"Upload-Defer-Length": "1"}
    if row["length"] is not None:
        size = {"Upload-Length": str(row["length"])}
    more = {"Upload-Metadata": row["metadata"]} if row["metadata"] else {}
    return Response(headers={**_headers(row), **size, **more})


@describe(
    tags=("uploads",),
    id="upload_id",
    body=replace(PIECE, required=True),
    headers=(TUS_RESUMABLE, AT_OFFSET, UPLOAD_LENGTH, UPLOAD_CHECKSUM),
    answers={204: Answer(None, PROGRESS)},
    errors=(*FINDING, WrongOffset, *RECEIVING),
    operation="append_to_resumable_upload",
)
async def patch(request: Request) -> Response:
    """Send the next bytes of an upload.

    With the last of them the asset is made, and named in the answer's headers.
    """
    protocol.check_version(request)
    protocol.check_type(request)
    id, offset = ids.path_uuid(request), protocol.number(request, "Upload-Offset")
    if offset is None:
        raise InvalidHeader("Upload-Offset is missing.")
    row = await uploads.append(request, id, offset)
    return Response(status_code=204, headers=_headers(row))


@describe(
    tags=("uploads",),
    id="upload_id",
    headers=(TUS_RESUMABLE,),
    answers={204: Answer(None, (TUS_RESUMABLE,))},
    errors=(*FINDING, UploadLocked),
    operation="terminate_resumable_upload",
)
async def terminate(request: Request) -> Response:
    """Give an upload up. An asset that was made of it stays."""
    protocol.check_version(request)
    await uploads.terminate(request, ids.path_uuid(request))
    return Response(status_code=204)


@describe(
    tags=("uploads",),
    id="upload_id",
    answers={200: Answer(ResumableUpload, (TUS_RESUMABLE,))},
    errors=(InvalidId, NotFound, Gone),
    operation="get_resumable_upload",
)
async def shown(request: Request) -> Response:
    """A resumable upload, and the asset that was made of it."""
    row = await uploads.find(request, ids.path_uuid(request))
    return answer(ResumableUpload.model_validate(row))


@describe(
    tags=("uploads",),
    id="upload_id",
    body=PIECE,
    headers=(TUS_RESUMABLE, METHOD, replace(AT_OFFSET, required=False)),
    answers={200: Answer(None, PROGRESS), 204: Answer(None, PROGRESS)},
    errors=(*FINDING, WrongOffset, *RECEIVING),
    operation="override_method_of_resumable_upload",
)
async def overridden(request: Request) -> Response:
    """PATCH, DELETE or HEAD, where something on the way lets only POST through."""
    named = request.headers.get("x-http-method-override", "").upper()
    if named not in OVERRIDES:
        raise InvalidHeader("X-HTTP-Method-Override names PATCH, DELETE or HEAD.")
    return await OVERRIDES[named](request)


def _headers(row: Row) -> dict[str, str]:
    made = {"Mediaq-Asset-Id": row["asset_id"], "Mediaq-Analysis-Id": row["analysis_id"]}
    return {
        "Upload-Offset": str(row["received"]),
        "Upload-Expires": protocol.http_date(row["expires_at"]),
        **{name: str(id) for name, id in made.items() if id is not None},
    }


OVERRIDES = {"PATCH": patch, "DELETE": terminate, "HEAD": head}
SPEAKS = [Middleware(protocol.Speaks)]
ROUTES = [
    Route(PATH, create, methods=["POST"], middleware=SPEAKS),
    Route(PATH, options, methods=["OPTIONS"], middleware=SPEAKS),
    Route(PATH + "/{id}", head, methods=["HEAD"], middleware=SPEAKS),
    Route(PATH + "/{id}", shown, methods=["GET"], middleware=SPEAKS),
    Route(PATH + "/{id}", patch, methods=["PATCH"], middleware=SPEAKS),
    Route(PATH + "/{id}", overridden, methods=["POST"], middleware=SPEAKS),
    Route(PATH + "/{id}", terminate, methods=["DELETE"], middleware=SPEAKS),
    Route(PATH + "/{id}", options_of_upload, methods=["OPTIONS"], middleware=SPEAKS),
]
