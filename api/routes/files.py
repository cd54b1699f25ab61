"""The bytes of derived files and of spoken findings."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import ids
from api.blobs import Blob, locate
from api.found import existing
from api.services import services, transaction

AUDIO_TYPES = {"opus": "audio/ogg", "mp3": "audio/mpeg"}


async def file(request: Request) -> Response:
    """A file of an analysis, or an original."""
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


async def audio(request: Request) -> Response:
    """One spoken segment."""
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
