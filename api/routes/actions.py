"""What is done to analyses and assets that are there. The queue's verbs look at no owner, so row
security is asked for the ids first, in the same transaction."""

from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import backlog, body, ids
from api.access import owner
from api.asking import check_callback, json_columns
from api.deletion import delete_asset
from api.describe import describe
from api.errors import AlreadyFinished, InvalidId, NotRetryable, QueueFull
from api.found import existing
from api.idempotency import once
from api.routes.lists import item
from api.schemas import answer
from api.schemas.lists import AnalysisItem
from api.schemas.reprocessing import Reprocessed, ReprocessRequest
from api.services import transaction
from api.status import to_queue
from api.vocabulary import IDEMPOTENCY_KEY
from mediaq import __version__
from mediaq.db.pool import Session
from mediaq.errors import Gone, NotFound, UrlNotAllowed

QUEUE = "mediaq.analysis"


@describe(
    tags=("analyses",),
    id="analysis_id",
    answers={200: AnalysisItem},
    errors=(InvalidId, NotFound, Gone, AlreadyFinished),
)
async def cancel(request: Request) -> Response:
    """Cancels an analysis that waits or runs.

    Canceling it again changes nothing and gives the same answer.
    """
    id = ids.path_uuid(request)
    async with transaction(request) as session:
        existing(await session.one("media.analysis", {"id": id}))
        await session.run("queue.cancel", {"queue": QUEUE, "ids": [id]})
        # Not its outcome: of two at once the later one would be told what was before the other.
        now = await _now(session, id)
        if now.status != "canceled":
            raise AlreadyFinished
    return answer(now)


@describe(
    tags=("analyses",),
    id="analysis_id",
    answers={200: AnalysisItem},
    errors=(InvalidId, NotFound, Gone, NotRetryable),
)
async def retry(request: Request) -> Response:
    """Puts a failed or canceled analysis back into the queue, with fresh attempts."""
    id = ids.path_uuid(request)
    async with transaction(request) as session:
        existing(await session.one("media.analysis", {"id": id}))
        if not await session.all("queue.retry", {"queue": QUEUE, "ids": [id]}):
            raise NotRetryable
        return answer(await _now(session, id))


async def _now(session: Session, id: UUID) -> AnalysisItem:
    row = await session.one("lists.analysis", {"id": id})
    if row is None:
        raise NotFound
    return item(row)


@describe(
    tags=("assets",),
    id="asset_id",
    answers={204: None},
    errors=(InvalidId, NotFound, Gone),
    operation="delete_asset",
)
async def delete(request: Request) -> Response:
    """Deletes an asset with all its analyses.

    What still waits or runs for it ends.
    """
    id = ids.path_uuid(request)
    async with transaction(request) as session:
        existing(await session.one("media.asset", {"id": id}))
        await delete_asset(session, id)
    return Response(status_code=204)


@describe(
    tags=("assets",),
    body=ReprocessRequest,
    headers=(IDEMPOTENCY_KEY,),
    answers={202: Reprocessed},
    errors=(UrlNotAllowed, QueueFull),
)
async def reprocess(request: Request) -> Response:
    """Asks for new analyses of stored assets, by a filter.

    They run after everything that was asked for otherwise. Assets that are being analysed already
    are left out. At most 1000 at once: `next_cursor` goes on.
    """
    asked = await body.read(request, ReprocessRequest)
    check_callback(request, asked.callback_url)

    async def act(session: Session) -> Response:
        await backlog.check_within(request, session)
        return answer(await _reprocess(session, owner(request), asked), 202)

    return await once(request, asked, act)


async def _reprocess(session: Session, owner: str, asked: ReprocessRequest) -> Reprocessed:
    which, tag = asked.filter, asked.tag or f"reprocess-{uuid4()}"
    columns = {"analyzer_type", "prompt", "priority", "run_at", "callback_url", "limit", "cursor"}
    params = {
        **asked.model_dump(include=columns),
        **json_columns(asked.config, asked.options, asked.parameters),
        "owner": owner,
        "tag": tag,
        "version": __version__,
        "asset_ids": which.asset_ids,
        "media_type": which.media_type,
        "analysis_status": to_queue(which.analysis_status) if which.analysis_status else None,
        "since": which.date_from,
        "until": which.date_to,
        "outdated": which.outdated,
    }
    made = await session.filtered("lists.reprocess", params)
    full = len(made) == asked.limit
    return Reprocessed(
        count=len(made),
        tag=tag,
        analysis_ids=[row["analysis_id"] for row in made],
        next_cursor=max(row["asset_id"] for row in made) if full else None,
    )


ROUTES = [
    Route("/api/v1/analyses/{id}/cancel", cancel, methods=["POST"]),
    Route("/api/v1/analyses/{id}/retry", retry, methods=["POST"]),
    Route("/api/v1/assets/{id}", delete, methods=["DELETE"]),
    Route("/api/v1/reprocess", reprocess, methods=["POST"]),
]
