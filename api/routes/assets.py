"""Assets and their analyses."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import etag, ids
from api.describe import describe
from api.errors import InvalidId
from api.found import existing
from api.schemas.assets import Asset, AssetAnalyses
from api.services import read, transaction
from api.status import ENDED
from api.vocabulary import IF_NONE_MATCH
from mediaq.errors import Gone, NotFound

MOST_ANALYSES = 100
POLL_SECONDS = 5
NOT_THERE = (InvalidId, NotFound, Gone)


@describe(
    tags=("assets",),
    id="asset_id",
    headers=(IF_NONE_MATCH,),
    answers=etag.shown(Asset),
    errors=NOT_THERE,
)
async def asset(request: Request) -> Response:
    """One asset.

    What the analysis measures (duration, width, height) is null until then.
    """
    rows = await read(request, "assets.one", {"id": ids.path_uuid(request)})
    found = existing(rows[0] if rows else None)
    return etag.conditional(request, Asset.model_validate(found), ignoring={"updated_at"})


@describe(
    tags=("assets",),
    id="asset_id",
    headers=(IF_NONE_MATCH,),
    answers=etag.shown(AssetAnalyses),
    errors=NOT_THERE,
)
async def analyses(request: Request) -> Response:
    """The analyses of an asset.

    The newest 100, newest first.
    """
    params = {"id": ids.path_uuid(request), "limit": MOST_ANALYSES}
    async with transaction(request) as session:
        existing(await session.one("assets.one", params))
        rows = await session.all("assets.analyses", params)
    shown = AssetAnalyses.model_validate({"data": rows})
    moves = any(analysis.status not in ENDED for analysis in shown.data)
    return etag.conditional(request, shown, poll_seconds=POLL_SECONDS if moves else None)


ROUTES = [
    Route("/api/v1/assets/{id}", asset),
    Route("/api/v1/assets/{id}/analyses", analyses),
]
