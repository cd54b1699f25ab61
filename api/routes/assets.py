"""Assets and their analyses."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import ids
from api.found import existing
from api.schemas import answer
from api.schemas.assets import Asset, AssetAnalyses
from api.services import transaction

MOST_ANALYSES = 100


async def asset(request: Request) -> Response:
    """One asset."""
    async with transaction(request) as session:
        row = await session.one("assets.one", {"id": ids.path_uuid(request)})
    return answer(Asset.model_validate(existing(row)))


async def analyses(request: Request) -> Response:
    """The newest analyses of an asset."""
    params = {"id": ids.path_uuid(request), "limit": MOST_ANALYSES}
    async with transaction(request) as session:
        existing(await session.one("assets.one", params))
        rows = await session.all("assets.analyses", params)
    return answer(AssetAnalyses.model_validate({"data": rows}))


ROUTES = [
    Route("/api/v1/assets/{id}", asset),
    Route("/api/v1/assets/{id}/analyses", analyses),
]
