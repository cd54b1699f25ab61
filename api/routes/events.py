"""Live updates: event streams of one analysis, and of lists."""

from contextlib import ExitStack

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import ids, query
from api.access import principal
from api.describe import Answer, describe
from api.errors import InvalidId, InvalidQuery, Stopping, StreamsFull, TooManyStreams
from api.live.stream import Stream, of_analysis, of_list
from api.live.topics import Selection
from api.schemas.live import EventsQuery
from api.services import services
from api.vocabulary import LAST_EVENT_ID
from mediaq.errors import Gone, NotFound

FULL = (StreamsFull, TooManyStreams, Stopping)
EXAMPLE = (
    'retry: 2000\n\nid: 5c2a41d0e7f3b896\nevent: analysis\ndata: {"status": "processing",'
    ' "progress": 40, …}\n\nevent: end\ndata: {"status": "completed", …}\n\n'
)
STREAM = Answer("text/event-stream", says="Events until the end.", example=EXAMPLE)


@describe(
    tags=("live",),
    id="analysis_id",
    headers=(LAST_EVENT_ID,),
    answers={200: STREAM, 204: Answer(None, says="It has ended and the client knows: do not ask.")},
    errors=(InvalidId, NotFound, Gone, *FULL),
)
async def analysis_events(request: Request) -> Response:
    """Follow one analysis.

    Event `analysis` carries its state (`AnalysisState`), whenever that has changed; `end` says that
    it and its speech have ended, `gone` that it was deleted, and both end the stream.
    """
    id, last = ids.path_uuid(request), request.headers.get("last-event-id")
    with ExitStack() as place:
        watch = place.enter_context(services(request).live.analysis(principal(request), id))
        state = (await watch.first()).state
        if state is None:
            raise NotFound
        if state.gone:
            raise Gone
        if state.ended and state.version == last:
            return Response(status_code=204)
        return Stream(of_analysis(watch, last), place.pop_all())


@describe(
    tags=("live",),
    query=EventsQuery,
    headers=(LAST_EVENT_ID,),
    answers={200: STREAM},
    errors=(InvalidQuery, InvalidId, *FULL),
)
async def events(request: Request) -> Response:
    """Follow many assets.

    Event `analyses` carries the newest analysis of each asset in `data`, newest first; afterwards
    `analysis` carries each one that has changed, and `gone` one that was deleted. An analysis that
    leaves the statuses asked for is sent once more, with its new status.
    """
    asked = query.read(request, EventsQuery)
    wanted = Selection(frozenset(asked.asset_id), frozenset(asked.status), asked.limit)
    with ExitStack() as place:
        watch = place.enter_context(services(request).live.selection(principal(request), wanted))
        await watch.first()
        stream = of_list(watch, request.headers.get("last-event-id"))
        return Stream(stream, place.pop_all())


ROUTES = [
    Route("/api/v1/analyses/{id}/events", analysis_events),
    Route("/api/v1/events", events),
]
