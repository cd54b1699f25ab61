"""Lists of assets, of analyses, and of an analysis' findings."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import cursor, ids, query
from api.access import owner
from api.describe import describe
from api.errors import InvalidId, InvalidQuery
from api.found import existing
from api.schemas import answer
from api.schemas.assets import Asset
from api.schemas.lists import (
    AnalysesQuery,
    AnalysisItem,
    AnalysisList,
    AssetList,
    AssetsQuery,
    FeedbackPage,
    FeedbackQuery,
    ListQuery,
)
from api.schemas.media import Pagination
from api.schemas.status import Failure
from api.services import transaction
from api.status import to_queue
from mediaq.db.pool import Row
from mediaq.errors import Gone, NotFound


def item(row: Row) -> AnalysisItem:
    """A row of `lists.analyses`."""
    return AnalysisItem.model_validate({**row, "error": Failure.of(row)})


@describe(
    tags=("assets",),
    query=AssetsQuery,
    answers={200: AssetList},
    errors=(InvalidQuery,),
    operation="list_assets",
)
async def assets(request: Request) -> Response:
    """Lists assets, the newest first."""
    asked = query.read(request, AssetsQuery)
    params = {
        **_window(request, asked),
        "upload_status": asked.upload_status,
        "analysis_status": to_queue(asked.analysis_status) if asked.analysis_status else None,
    }
    async with transaction(request) as session:
        rows = await session.filtered("lists.assets", params)
    shown = [Asset.model_validate(row) for row in rows[: asked.limit]]
    return answer(AssetList(data=shown, next_cursor=_next(rows, asked, "asset_id")))


@describe(
    tags=("analyses",),
    query=AnalysesQuery,
    answers={200: AnalysisList},
    errors=(InvalidQuery, InvalidId),
    operation="list_analyses",
)
async def analyses(request: Request) -> Response:
    """Lists analyses, the newest first."""
    asked = query.read(request, AnalysesQuery)
    params = {
        **_window(request, asked),
        "status": to_queue(asked.status) if asked.status else None,
        "asset_id": asked.asset_id,
        "session_id": asked.session_id,
        "tag": asked.tag,
    }
    async with transaction(request) as session:
        rows = await session.filtered("lists.analyses", params)
    shown = [item(row) for row in rows[: asked.limit]]
    return answer(AnalysisList(data=shown, next_cursor=_next(rows, asked, "analysis_id")))


def _window(request: Request, asked: ListQuery) -> dict[str, Any]:
    """One row more than asked for tells whether the list goes on."""
    return {
        **cursor.decode(asked.cursor),
        "owner": owner(request),
        "media_type": asked.media_type,
        "since": asked.date_from,
        "until": asked.date_to,
        "limit": asked.limit + 1,
    }


def _next(rows: list[Row], asked: ListQuery, id: str) -> str | None:
    if len(rows) <= asked.limit:
        return None
    last = rows[asked.limit - 1]
    return cursor.encode(last["created_at"], last[id])


@describe(
    tags=("analyses",),
    id="analysis_id",
    query=FeedbackQuery,
    answers={200: FeedbackPage},
    errors=(InvalidId, InvalidQuery, NotFound, Gone),
)
async def feedback(request: Request) -> Response:
    """Lists the findings of an analysis, the worst first, each with its speech."""
    id, asked = ids.path_uuid(request), query.read(request, FeedbackQuery)
    window = asked.window()
    params = {
        "id": id,
        "severity": asked.severity,
        "most": window["limit"],
        "skip": window["offset"],
    }
    async with transaction(request) as session:
        existing(await session.one("media.analysis", params))
        rows = await session.all("analyses.feedback", params)
        count = await session.one("lists.feedback_count", params)
    total = count["total"] if count else 0
    pages = Pagination.of(asked.page, asked.per_page, total)
    return answer(FeedbackPage.model_validate({"data": rows, "pagination": pages}))


ROUTES = [
    Route("/api/v1/assets", assets),
    Route("/api/v1/analyses", analyses),
    Route("/api/v1/analyses/{id}/feedback", feedback),
]
