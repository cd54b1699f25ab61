"""Asking for an analysis: of whatever the body names, or of an asset."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import body, ids
from api.asking import ask, ask_of, check_callback
from api.describe import Answer, describe
from api.errors import InvalidId, MissingField, NotUploaded, QueueFull
from api.idempotency import once
from api.schemas import answer
from api.schemas.asking import AnalyzeRequest, AssetOrder, MediaOrder
from api.schemas.media import AnalysisResponse
from api.sessions import seen
from api.sources import StoredMedia, existing_asset, prepared
from api.vocabulary import IDEMPOTENCY_KEY, LOCATION, SESSION_ID
from mediaq.db.pool import Session
from mediaq.errors import Gone, NotFound, PathOutsideStorage, UnsupportedMedia, UrlNotAllowed

HEADERS = (IDEMPOTENCY_KEY, SESSION_ID)
REFUSALS = (
    MissingField,
    InvalidId,
    NotFound,
    Gone,
    NotUploaded,
    UrlNotAllowed,
    PathOutsideStorage,
    UnsupportedMedia,
    QueueFull,
)


def answers(model: type[AnalysisResponse]) -> dict[int, Answer]:
    """202 for a new analysis, 200 for one whose result is there."""
    return {
        202: Answer(model, (LOCATION,), "The analysis waits or runs."),
        200: Answer(model, (LOCATION,), "The same was analysed before; the result is there."),
    }


def accepted(made: AnalysisResponse) -> Response:
    """The answer to a request for an analysis."""
    location = f"/api/media/status/{made.analysis_id}"
    return answer(made, 200 if made.status == "completed" else 202, {"Location": location})


async def order_media(request: Request, same: MediaOrder, order: AnalyzeRequest) -> Response:
    """Makes the analysis once, however often `same` is sent with its Idempotency-Key."""
    check_callback(request, order.callback_url)
    file = await prepared(request, order, same.URL)
    return await once(request, same, partial(_add, request, order, file))


async def _add(
    request: Request, order: AnalyzeRequest, file: StoredMedia | None, session: Session
) -> Response:
    named = await seen(request, session, order.session_id)
    asked = order.model_copy(update={"session_id": named})
    return accepted(await ask(request, session, asked, file))


@describe(
    tags=("media",),
    body=AnalyzeRequest,
    headers=HEADERS,
    answers=answers(AnalysisResponse),
    errors=REFUSALS,
)
async def analyze(request: Request) -> Response:
    """Asks for the analysis of media.

    Name it by URL, or as something stored: `asset_id` (or `video_recording_id`), or `video_path`
    below the storage root. What was analysed in the same words before is not analysed again,
    unless `force` is set or the request has a callback, a tag or a time of its own.
    """
    order = await body.read(request, AnalyzeRequest)
    return await order_media(request, order, order)


@describe(
    tags=("assets",),
    id="asset_id",
    body=AssetOrder,
    headers=HEADERS,
    answers=answers(AnalysisResponse),
    errors=(InvalidId, NotFound, Gone, NotUploaded, UrlNotAllowed, QueueFull),
)
async def analyze_asset(request: Request) -> Response:
    """Asks for an analysis of an asset.

    As often as wanted; the same words again are answered by the analysis that has them already,
    unless `force` is set.
    """
    id = ids.path_uuid(request)
    asked = await body.read(request, AssetOrder)
    check_callback(request, asked.callback_url)
    given = {name: getattr(asked, name) for name in AssetOrder.model_fields if name != "params"}
    order = AnalyzeRequest.model_construct(**given, parameters=asked.params, asset_id=id)
    return await once(request, asked, partial(_add_to, request, order))


async def _add_to(request: Request, order: AnalyzeRequest, session: Session) -> Response:
    asset = await existing_asset(session, order.asset_id)
    named = await seen(request, session, order.session_id)
    return accepted(
        await ask_of(request, session, order.model_copy(update={"session_id": named}), asset)
    )


ROUTES = [
    Route("/api/media/analyze", analyze, methods=["POST"]),
    Route("/api/v1/assets/{id}/analyze", analyze_asset, methods=["POST"]),
]
