"""How far assets, analyses and queues are."""

from functools import partial
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import etag, ids, query
from api.access import EVERYBODY, owner
from api.describe import describe
from api.errors import InvalidId, InvalidQuery
from api.found import existing
from api.live.hold import Status, answered
from api.live.topics import Selection
from api.schemas import answer
from api.schemas.status import (
    MOST_ASSETS,
    AssetStatus,
    AssetStatusAnswer,
    AssetStatuses,
    AssetStatusQuery,
    Failure,
    MediaStatusAnswer,
    Missing,
    QueueCounts,
    QueuesStatus,
    ResultSummary,
    Speech,
)
from api.services import read, transaction
from api.status import ENDED, STATUSES, to_media
from api.vocabulary import IF_NONE_MATCH, PREFER
from mediaq.db.pool import Row
from mediaq.errors import Gone, NotFound

POLL_SECONDS = 2


@describe(
    tags=("status",),
    query=AssetStatusQuery,
    headers=(IF_NONE_MATCH, PREFER),
    answers=etag.shown(AssetStatusAnswer, held=True),
    errors=(InvalidQuery, InvalidId, NotFound, Gone),
)
async def asset_status(request: Request) -> Response:
    """How far assets are.

    One id answers an object, several a list with what is missing apart.
    """
    asked = _asset_ids(request)
    reread = partial(_asset_statuses, request, asked)
    return await answered(request, reread, poll_seconds=POLL_SECONDS)


async def _asset_statuses(request: Request, asked: list[UUID]) -> Status:
    topic = Selection(frozenset(asked), limit=MOST_ASSETS)
    found = await read(request, "assets.status", {"ids": asked})
    rows = {row["asset_id"]: row for row in found}
    if len(asked) == 1:
        one = _asset_status(existing(rows.get(asked[0])))
        return Status(one, _moves(one), topic)
    live = [row for row in rows.values() if not row["gone"]]
    missing = [
        Missing(asset_id=id, code="gone" if id in rows else "not_found")
        for id in asked
        if id not in rows or rows[id]["gone"]
    ]
    several = AssetStatuses(data=[_asset_status(row) for row in live], missing=missing)
    return Status(several, any(map(_moves, several.data)), topic)


def _moves(asset: AssetStatus) -> bool:
    """Whether an asset's status may still change by itself."""
    if asset.analysis_status not in ENDED:
        return asset.analysis_status is not None
    return asset.speech.completed + asset.speech.failed < asset.speech.total


def _asset_ids(request: Request) -> list[UUID]:
    texts = query.values(request, "asset_id")
    if not texts:
        raise query.invalid("asset_id", "Name at least one asset: ?asset_id=…")
    if len(texts) > MOST_ASSETS:
        raise query.invalid("asset_id", f"At most {MOST_ASSETS} assets at once.")
    return list(dict.fromkeys(ids.uuid(text, ("query", "asset_id")) for text in texts))


def _asset_status(row: Row) -> AssetStatus:
    return AssetStatus(**row, error=Failure.of(row), speech=Speech.model_validate(row))


@describe(
    tags=("status",),
    id="analysis_id",
    headers=(IF_NONE_MATCH, PREFER),
    answers=etag.shown(MediaStatusAnswer, held=True),
    errors=(InvalidId, NotFound, Gone),
)
async def media_status(request: Request) -> Response:
    """How far one analysis is.

    The id is an analysis' own or its asset's.
    """
    id = ids.path_uuid(request)
    return await answered(request, partial(_media_status, request, id), poll_seconds=POLL_SECONDS)


async def _media_status(request: Request, id: UUID) -> Status:
    row = existing(next(iter(await read(request, "analyses.media_status", {"id": id})), None))
    result = ResultSummary.model_validate(row) if row["summary"] else None
    shown = MediaStatusAnswer(**{**row, "status": to_media(row["status"])}, result_summary=result)
    return Status(shown, shown.status not in ENDED, row["analysis_id"], {"updated_at"})


@describe(tags=("status",), answers={200: QueuesStatus})
async def queues_status(request: Request) -> Response:
    """How full the queues are.

    Jobs by queue and status: all of them, or with a key of one owner that owner's.
    """
    counts = "queue.stats" if owner(request) == EVERYBODY else "queue.counts"
    async with transaction(request) as session:
        rows = await session.all(counts)
    return answer(QueuesStatus(data=[_queue(row) for row in rows]))


def _queue(row: Row) -> QueueCounts:
    return QueueCounts(**row, counts={to_media(status): row[status] for status in STATUSES})


ROUTES = [
    Route("/api/analysis/status", asset_status),
    Route("/api/media/status", queues_status),
    Route("/api/media/status/{id}", media_status),
]
