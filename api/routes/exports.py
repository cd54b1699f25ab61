"""Findings and transcripts in the formats of other programs, and everything as a zip."""

from collections.abc import AsyncIterator, Generator
from contextlib import ExitStack, closing
from uuid import UUID

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api import etag, ids, query
from api.describe import Answer, describe
from api.errors import InvalidId, InvalidQuery, NoTranscript, NoWordTimes
from api.exports import naming
from api.exports.archive import Archive, Contents
from api.exports.forms import ENDINGS, TYPES, of_findings, of_transcript
from api.found import existing
from api.routes.analyses import EVERY_FINDING
from api.schemas.exports import (
    ExportQuery,
    FindingsExport,
    TranscriptExport,
    TranscriptQuery,
)
from api.services import services, transaction
from api.vocabulary import CACHE_CONTROL, DISPOSITION, ENTITY_TAG, IF_NONE_MATCH
from mediaq.contracts.transcript import words
from mediaq.db.pool import Row, Session
from mediaq.errors import Gone, NotFound

FRAMES_PAGE = 500
SENT = (DISPOSITION, CACHE_CONTROL)
UNCHANGED = Answer(None, (ENTITY_TAG, CACHE_CONTROL), says=etag.STILL)
_OTHERS = {form: kind.partition(";")[0] for form, kind in TYPES.items() if form != "json"}
_CUES = (_OTHERS["srt"], _OTHERS["vtt"], _OTHERS["txt"])


@describe(
    tags=("exports",),
    id="analysis_id",
    query=ExportQuery,
    headers=(IF_NONE_MATCH,),
    answers={
        200: Answer(FindingsExport, SENT, also=tuple(_OTHERS.values())),
        304: UNCHANGED,
    },
    errors=(InvalidId, InvalidQuery, NotFound, Gone),
)
async def export(request: Request) -> Response:
    """Findings of an analysis as JSON, CSV, captions, text or playlist, or everything as a zip.

    All but a zip have an `ETag`. A zip is made while it is sent; its `manifest.json` lists every
    file with its SHA-256, and those that are not stored any more as missing.
    """
    id, asked = ids.path_uuid(request), query.read(request, ExportQuery)
    for name in ("frames", "original"):
        if getattr(asked, name) and asked.format != "zip":
            raise query.invalid(name, f"`{name}` goes with format=zip.")
    async with transaction(request) as session:
        row = existing(await session.one("exports.analysis", {"id": id}))
        found = await _findings(session, row)
        contents = await _contents(session, row, found, asked) if asked.format == "zip" else None
    if contents:
        return _zip(request, row["filename"], contents, frames=asked.frames)
    text = await run_in_threadpool(of_findings, found, asked.format)
    return _sent(request, text, row["filename"], "findings", asked.format)


@describe(
    tags=("exports",),
    id="analysis_id",
    query=TranscriptQuery,
    headers=(IF_NONE_MATCH,),
    answers={200: Answer(TranscriptExport, (*SENT, ENTITY_TAG), also=_CUES), 304: UNCHANGED},
    errors=(InvalidId, InvalidQuery, NotFound, NoTranscript, NoWordTimes, Gone),
)
async def transcript(request: Request) -> Response:
    """What is said in the media, as text, JSON or captions."""
    id, asked = ids.path_uuid(request), query.read(request, TranscriptQuery)
    async with transaction(request) as session:
        row = existing(await session.one("exports.analysis", {"id": id}))
        found = await _transcript(session, id)
    if found is None:
        raise NoTranscript
    text = await run_in_threadpool(of_transcript, found, asked.format)
    return _sent(request, text, row["filename"], "transcript", asked.format)


async def _findings(session: Session, row: Row) -> FindingsExport:
    rows = await session.all("analyses.feedback", {"id": row["analysis_id"], **EVERY_FINDING})
    return FindingsExport.model_validate({**row, "findings": rows})


async def _transcript(session: Session, id: UUID) -> TranscriptExport | None:
    row = await session.one("exports.transcript", {"id": id})
    if row is None:
        return None
    return TranscriptExport.model_validate({**row, "words": words(row["words"])})


async def _contents(
    session: Session, row: Row, found: FindingsExport, asked: ExportQuery
) -> Contents:
    params = {"id": row["analysis_id"]}
    sounds = await session.all("exports.audio", params)
    return Contents(
        moment=row["completed_at"] or row["created_at"],
        export=found,
        transcript=await _transcript(session, row["analysis_id"]),
        sounds={sound["segment_id"]: sound["storage_path"] for sound in sounds},
        pictures=await session.all("exports.pictures", params),
        original=row if asked.original else None,
    )


def _sent(request: Request, text: str, filename: str, what: str, form: str) -> Response:
    content = text.encode()
    tag = etag.of_bytes(content)
    headers = {"ETag": tag, "Cache-Control": etag.CACHING}
    if etag.matches(request, tag):
        return Response(None, 304, headers)
    ending = f"-{what}.{ENDINGS.get(form, form)}"
    headers["Content-Disposition"] = naming.attachment(filename, ending)
    return Response(content, headers={**headers, "Content-Type": TYPES[form]})


def _zip(request: Request, filename: str, contents: Contents, *, frames: bool) -> Response:
    asked_for_head = request.method == "HEAD"
    body = iter(()) if asked_for_head else _stream(request, contents, frames=frames)
    headers = {
        "Content-Disposition": naming.attachment(filename, ".zip"),
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(body, headers=headers, media_type=TYPES["zip"])


async def _stream(request: Request, contents: Contents, *, frames: bool) -> AsyncIterator[bytes]:
    """No transaction is open while bytes are sent: the client may take its time, or leave."""
    archive = Archive(services(request).storage, contents)
    with ExitStack() as parts:
        async for piece in _threaded(archive.opening(), parts):
            yield piece
        after, more = -1, frames
        while more:
            params = {"id": contents.export.analysis_id, "after": after, "limit": FRAMES_PAGE}
            async with transaction(request) as session:
                rows = await session.all("exports.frames", params)
            async for piece in _threaded(archive.files(rows), parts):
                yield piece
            more = len(rows) == FRAMES_PAGE
            after = rows[-1]["position"] if rows else after
        async for piece in _threaded(archive.ending(), parts):
            yield piece


def _threaded(pieces: Generator[bytes], parts: ExitStack) -> AsyncIterator[bytes]:
    """The pieces, made in threads; what is left of them is closed before the zip they write to."""
    parts.enter_context(closing(pieces))
    return iterate_in_threadpool(pieces)


ROUTES = [
    Route("/api/v1/analyses/{id}/export", export),
    Route("/api/v1/analyses/{id}/transcript", transcript),
]
