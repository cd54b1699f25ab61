"""One analysis with everything it produced."""

from functools import partial
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import etag, ids
from api.describe import describe
from api.errors import InvalidId
from api.found import existing
from api.live.hold import Status, answered
from api.schemas.analyses import Analysis
from api.schemas.status import Failure
from api.services import transaction
from api.status import ENDED
from api.vocabulary import IF_NONE_MATCH, PREFER
from mediaq.contracts.transcript import segments
from mediaq.db.pool import Row
from mediaq.errors import Gone, NotFound

MOST_FILES = 200
EVERY_FINDING = {"severity": None, "most": None, "skip": 0}
POLL_SECONDS = 2
# Heartbeats move these; nothing else does that would not show elsewhere.
BEATS = {"updated_at": True, "asset": {"updated_at"}}


@describe(
    tags=("analyses",),
    id="analysis_id",
    headers=(IF_NONE_MATCH, PREFER),
    answers=etag.shown(Analysis, held=True),
    errors=(InvalidId, NotFound, Gone),
)
async def analysis(request: Request) -> Response:
    """One analysis with everything it produced.

    Frames may be many: the list of files is cut at 200, the counts are complete.
    """
    id = ids.path_uuid(request)
    return await answered(request, partial(_analysis, request, id), poll_seconds=POLL_SECONDS)


async def _analysis(request: Request, id: UUID) -> Status:
    params = {"id": id, "limit": MOST_FILES, **EVERY_FINDING}
    async with transaction(request) as session:
        row = existing(await session.one("analyses.one", params))
        asset = existing(await session.one("assets.one", {"id": row["asset_id"]}))
        counts = {f["kind"]: f["count"] for f in await session.all("files.counts", params)}
        parts = {
            "results": await session.all("analyses.results", params),
            "files": await session.all("files.of_analysis", params),
            "feedback": await session.all("analyses.feedback", params),
            "transcript": _said(await session.one("analyses.transcript", params)),
            "attempts": await session.all("analyses.attempts", params),
        }
    totals = {"files_total": sum(counts.values()), "files_by_kind": counts}
    whole = {**row, "asset": asset, "error": Failure.of(row), **totals, **parts}
    shown = Analysis.model_validate(whole)
    return Status(shown, _moves(shown), id, BEATS)


def _said(row: Row | None) -> Row | None:
    return row and {**row, "segments": segments(row["segments"])}


def _moves(analysis: Analysis) -> bool:
    """Whether it or its speech may still change by itself."""
    spoken = [s for f in analysis.feedback for s in (f.ssml_status, f.audio_status) if s]
    return not ENDED.issuperset((analysis.status, *spoken))


ROUTES = [Route("/api/v1/analyses/{id}", analysis)]
