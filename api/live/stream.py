"""Event streams as answers: `text/event-stream` as the HTML standard has it."""

import random
from collections.abc import AsyncIterator
from contextlib import ExitStack
from time import monotonic
from uuid import UUID

from sse_starlette import EventSourceResponse, ServerSentEvent
from sse_starlette.sse import SendTimeoutError
from starlette.types import Receive, Scope, Send

from api.live.state import State
from api.live.topics import Listing, Single
from api.live.watch import Watch
from api.schemas.live import EndState
from mediaq import log

HEARTBEAT_SECONDS = 15
# A client that takes nothing for so long is let go.
SEND_SECONDS = 30.0
# Streams end by themselves, so that whoever may not watch any more stops; clients come back.
LIFE_SECONDS = 900.0

logger = log.get(__name__)


class Stream(EventSourceResponse):
    """A stream of events. `place` is left when it ends, in whatever way, and if it never began."""

    def __init__(
        self,
        events: AsyncIterator[ServerSentEvent | bytes],
        place: ExitStack,
        *,
        send_timeout: float = SEND_SECONDS,
    ) -> None:
        super().__init__(
            events,
            ping=HEARTBEAT_SECONDS,
            ping_message_factory=lambda: ServerSentEvent(comment="alive", sep="\n"),
            send_timeout=send_timeout,
        )
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._place:
            try:
                await super().__call__(scope, receive, send)
            except SendTimeoutError:
                logger.info("stream_stuck", path=scope["path"])


async def of_analysis(
    watch: Watch[Single], last: str | None
) -> AsyncIterator[ServerSentEvent | bytes]:
    """An analysis whenever it has changed, until it and its speech have ended. `last` is the
    version that the client has."""
    yield _opening()
    end = _end_of_life()
    while (state := watch.topic.state) is not None:
        events = []
        if state.gone:
            events.append(_event("gone", state.farewell))
        elif state.version != last:
            last = state.version
            events.append(_event("analysis", state.whole, last))
        if state.ended and not state.gone:
            events.append(_event("end", _end(state)))
        if events:
            yield b"".join(event.encode() for event in events)
        if state.ended or state.gone:
            return
        if watch.topic.state is state and not await watch.changed(end - monotonic()):
            return


async def of_list(watch: Watch[Listing], last: str | None) -> AsyncIterator[ServerSentEvent]:
    """A list as it is now, unless `last` is its version, then each analysis of it that changes."""
    yield _opening()
    end = _end_of_life()
    listing = watch.topic
    sent = dict(listing.shown)
    if last != listing.version:
        yield _event("analyses", listing.whole, listing.version)
    while await watch.changed(end - monotonic()):
        version, changes = listing.version, _changes(listing, sent)
        for number, state in enumerate(changes, 1):
            # Only the last of them makes the list whole: a client that missed it gets it all.
            id = version if number == len(changes) else ""
            if state.gone:
                yield _event("gone", state.farewell, id)
            else:
                yield _event("analysis", state.brief, id)


def _changes(listing: Listing, sent: dict[UUID, State]) -> list[State]:
    """What differs from what was sent, which becomes what is shown now."""
    left = [
        state
        for asset_id, state in listing.left.items()
        if asset_id in sent and asset_id not in listing.shown
    ]
    new = [
        state
        for asset_id, state in listing.shown.items()
        if (known := sent.get(asset_id)) is not state
        and (known is None or known.version != state.version)
    ]
    sent.clear()
    sent.update(listing.shown)
    return left + new


def _event(name: str, data: str, id: str | None = None) -> ServerSentEvent:
    return ServerSentEvent(data, event=name, id=id, sep="\n")


def _opening() -> ServerSentEvent:
    """Says at once that the stream is open, and when to come back: not all in the same moment."""
    return ServerSentEvent(comment="open", retry=random.randint(1000, 3000), sep="\n")


def _end(state: State) -> str:
    return EndState(analysis_id=state.analysis_id, status=state.model.status).model_dump_json()


def _end_of_life() -> float:
    return monotonic() + LIFE_SECONDS * random.uniform(0.8, 1.0)
