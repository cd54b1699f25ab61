"""The history of analyses, and their deletion."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from api import etag, ids, query
from api.access import owner
from api.deletion import delete_analysis
from api.describe import describe
from api.errors import InvalidId, InvalidQuery
from api.found import existing
from api.schemas.media import History, HistoryItem, Pagination
from api.schemas.pages import HistoryQuery
from api.services import transaction
from api.status import ENDED, to_media, to_queue
from api.vocabulary import IF_NONE_MATCH
from mediaq.errors import Gone, NotFound

POLL_SECONDS = 5


@describe(
    tags=("media",),
    query=HistoryQuery,
    headers=(IF_NONE_MATCH,),
    answers=etag.shown(History),
    errors=(InvalidQuery, InvalidId),
)
async def history(request: Request) -> Response:
    """Lists analyses, the newest first.

    Deleted ones are left out. `pending` and `queued` are the same status.
    """
    asked = query.read(request, HistoryQuery)
    params = {**filters(request, asked), **asked.window()}
    async with transaction(request) as session:
        rows = await session.filtered("media.history", params)
        (count,) = await session.filtered("media.count", params)
    items = [HistoryItem(**{**row, "status": to_media(row["status"])}) for row in rows]
    shown = History(
        data=items, pagination=Pagination.of(asked.page, asked.per_page, count["total"])
    )
    moves = any(item.status not in ENDED for item in items)
    return etag.conditional(request, shown, poll_seconds=POLL_SECONDS if moves else None)


def filters(request: Request, asked: HistoryQuery) -> dict[str, Any]:
    """The parameters of the statements."""
    return {
        "owner": owner(request),
        "status": to_queue(asked.status) if asked.status else None,
        "media_type": asked.media_type,
        "since": asked.date_from,
        "until": asked.date_to,
        "sort": f"{asked.sort_by} {asked.order}",
    }


@describe(
    tags=("media",),
    id="analysis_id",
    answers={204: None},
    errors=(InvalidId, NotFound, Gone),
    operation="delete_analysis",
)
async def delete(request: Request) -> Response:
    """Deletes an analysis.

    It ends if it still waits or runs, and so do its findings' speech jobs. What was fetched from a
    URL for it goes with it; an upload stays until its asset is deleted.
    """
    id = ids.path_uuid(request)
    async with transaction(request) as session:
        row = existing(await session.one("media.analysis", {"id": id}))
        await delete_analysis(session, id, row["asset_id"])
    return Response(status_code=204)


# Names beside `{id}`, which are no ids.
FIXED = frozenset(
    [
        "analyze",
        "archive",
        "audio",
        "benchmark",
        "config",
        "documents",
        "health",
        "history",
        "status",
        "video",
    ]
)


class _ByIdAlone(Route):
    """Leaves fixed paths to their own routes, which say 405 and what they allow."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        if found.get("path_params", {}).get("id") in FIXED:
            return Match.NONE, {}
        return match, found


ROUTES = [
    Route("/api/media/history", history),
    _ByIdAlone("/api/media/{id}", delete, methods=["DELETE"]),
]
