"""The root: where to go from here."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import mediaq

LINKS = {
    "upload": "/api/upload",
    "asset_status": "/api/analysis/status{?asset_id}",
    "media_status": "/api/media/status{/analysis_id}",
    "asset": "/api/v1/assets/{asset_id}",
    "asset_analyses": "/api/v1/assets/{asset_id}/analyses",
    "analysis": "/api/v1/analyses/{analysis_id}",
    "file": "/api/v1/files/{file_id}",
    "audio": "/api/v1/audio/{segment_id}",
    "health": "/api/media/health",
    "liveness": "/health",
}


async def index(_: Request) -> Response:
    """Links, as URI templates."""
    return JSONResponse({"name": "mediaq", "version": mediaq.__version__, "links": LINKS})


ROUTES = [Route("/", index)]
