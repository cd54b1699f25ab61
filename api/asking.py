"""From a request to the analysis it asks for: made, or found where the same was asked before."""

from typing import Any

from starlette.requests import Request

from api import backlog
from api.schemas.asking import AnalyzeRequest
from api.schemas.media import AnalysisResponse
from api.services import services
from api.sources import StoredMedia, Target, at, target
from api.status import to_media
from mediaq import __version__
from mediaq.contracts.analysis import AnalysisConfig, AnalysisOptions, AnalysisParameters
from mediaq.db import jsonb
from mediaq.db.pool import Session
from mediaq.errors import MediaqError, UnsupportedMedia, UrlNotAllowed
from mediaq.media.fetch.callback import allowed_callback

# What can be measured in media of another kind: the sound of a video.
FITTING = {"video": ("video",), "audio": ("audio", "video"), "document": ("document",)}
QUEUED = "Analysis queued. Check status with /api/media/status/{id}"
KNOWN = "The same was asked before. Check status with /api/media/status/{id}"


def check_callback(request: Request, url: str | None) -> None:
    """Raises UrlNotAllowed for a callback URL that nothing may be sent to."""
    if url is None:
        return
    try:
        allowed_callback(url, services(request).settings)
    except UrlNotAllowed as error:
        raise at(error, "callback_url") from None


async def ask(
    request: Request, session: Session, order: AnalyzeRequest, file: StoredMedia | None
) -> AnalysisResponse:
    """The analysis of the media that the request names. Raises NotFound, Gone, NotUploaded."""
    return await ask_of(request, session, order, await target(request, session, order, file))


async def ask_of(
    request: Request, session: Session, order: AnalyzeRequest, asset: Target
) -> AnalysisResponse:
    """The analysis of an asset; one asked for in the same words before, unless forced. Raises
    QueueFull."""
    _check_kind(order, asset)
    row = _row(order, asset)
    plain = (order.callback_url, order.run_at, order.tag) == (None, None, None)
    known = plain and not order.force and not asset.fresh
    if known and (same := await session.one("media.same", row)):
        return _answer(same, KNOWN)
    await backlog.check_within(request, session)
    made = await session.one("media.ask", row)
    assert made is not None
    if asset.stored:
        await session.run("media.complete", {"id": asset.id})
    return _answer(made, QUEUED)


def _check_kind(order: AnalyzeRequest, asset: Target) -> None:
    """What an asset is decides only where it is stored and known; a URL's is not known yet."""
    fitting = FITTING.get(order.media_type)
    claimed = asset.fresh and not asset.stored
    if fitting is None or claimed or asset.media_type in (*fitting, "unknown"):
        return
    error: MediaqError = UnsupportedMedia(f"The media is {asset.media_type}.")
    raise at(error, "media_type")


def _row(order: AnalyzeRequest, asset: Target) -> dict[str, Any]:
    row = order.model_dump(
        include={"analyzer_type", "prompt", "priority", "run_at", "tag", "callback_url"}
    )
    kickoff = "auto" if asset.fresh else "asked"
    about = {"asset_id": asset.id, "kickoff": kickoff, "version": __version__}
    given = json_columns(order.config, order.options, order.parameters)
    return {**row, **given, **about, "session_id": order.session_id}


def json_columns(
    config: AnalysisConfig | None,
    options: AnalysisOptions | None,
    parameters: AnalysisParameters | None,
) -> dict[str, str]:
    """What was given, as it is stored; defaults are not, they may change."""
    given = {"config": config, "options": options, "parameters": parameters}
    return {
        name: jsonb.dump(model.model_dump(exclude_unset=True, exclude_none=True) if model else {})
        for name, model in given.items()
    }


def _answer(row: dict[str, Any], message: str) -> AnalysisResponse:
    """Nothing is left to wait for where the analysis has ended."""
    ended = row["status"] == "completed"
    return AnalysisResponse(
        analysis_id=row["analysis_id"],
        status=to_media(row["status"]),
        estimated_time=0 if ended else row["seconds"],
        message=message,
    )
