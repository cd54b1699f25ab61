"""The root: where to go from here."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import mediaq
from api.describe import describe
from api.schemas import answer
from api.schemas.index import Index

LINKS = {
    "upload": "/api/upload",
    "resumable_upload": "/api/upload/tus",
    "analyze": "/api/media/analyze",
    "history": "/api/media/history{?page,per_page,status,media_type,date_from,date_to}",
    "archive": "/api/media/archive{?page,per_page,analysis_id,media_type,date_from,date_to}",
    "config": "/api/media/config",
    "assets": "/api/v1/assets{?limit,cursor,media_type,analysis_status,date_from,date_to}",
    "analyses": "/api/v1/analyses{?limit,cursor,status,asset_id,tag,date_from,date_to}",
    "search": "/api/v1/search{?q,kind,media_type,limit,cursor}",
    "analysis_feedback": "/api/v1/analyses/{analysis_id}/feedback{?page,per_page,severity}",
    "asset_status": "/api/analysis/status{?asset_id}",
    "media_status": "/api/media/status{/analysis_id}",
    "asset": "/api/v1/assets/{asset_id}",
    "asset_analyses": "/api/v1/assets/{asset_id}/analyses",
    "analysis": "/api/v1/analyses/{analysis_id}",
    "analysis_events": "/api/v1/analyses/{analysis_id}/events",
    "events": "/api/v1/events{?asset_id,status,limit}",
    "file": "/api/v1/files/{file_id}",
    "audio": "/api/v1/audio/{segment_id}",
    "health": "/api/media/health",
    "liveness": "/health",
}


@describe(tags=("health",), answers={200: Index}, public=True)
async def index(_: Request) -> Response:
    """Where to go from here.

    Links are URI templates (RFC 6570).
    """
    return answer(Index(version=mediaq.__version__, links=LINKS))


ROUTES = [Route("/", index)]
