"""Webhooks: the log of what was delivered, and delivering it again."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import cursor, ids, query
from api.access import owner
from api.describe import describe
from api.errors import InvalidId, InvalidQuery
from api.schemas import answer
from api.schemas.status import Failure
from api.schemas.webhooks import (
    DeliveriesQuery,
    Delivery,
    DeliveryAttempt,
    DeliveryList,
    DeliveryLog,
)
from api.services import transaction
from api.status import to_queue
from mediaq.db.pool import Row, Session
from mediaq.errors import NotFound


def _shown(row: Row) -> dict[str, Any]:
    return {**row, "error": Failure.of(row)}


@describe(
    tags=("webhooks",),
    query=DeliveriesQuery,
    answers={200: DeliveryList},
    errors=(InvalidQuery, InvalidId),
    operation="list_webhooks",
)
async def webhooks(request: Request) -> Response:
    """Lists webhooks and how far their delivery is, the newest first."""
    asked = query.read(request, DeliveriesQuery)
    params = {
        **cursor.decode(asked.cursor),
        "owner": owner(request),
        "analysis_id": asked.analysis_id,
        "status": to_queue(asked.status) if asked.status else None,
        "limit": asked.limit + 1,
    }
    async with transaction(request) as session:
        rows = await session.all("webhooks.list", params)
    shown = [Delivery.model_validate(_shown(row)) for row in rows[: asked.limit]]
    more = len(rows) > asked.limit
    after = cursor.encode(shown[-1].created_at, shown[-1].webhook_id) if more else None
    return answer(DeliveryList(data=shown, next_cursor=after))


@describe(
    tags=("webhooks",),
    id="webhook_id",
    answers={200: DeliveryLog},
    errors=(InvalidId, NotFound),
)
async def webhook(request: Request) -> Response:
    """Shows a webhook with the log of its newest 100 attempts."""
    id = ids.path_uuid(request)
    async with transaction(request) as session:
        row = await _existing(session, {"id": id})
        attempts = await session.all("webhooks.log", {"id": id})
    log = [DeliveryAttempt.model_validate(_shown(attempt)) for attempt in attempts]
    return answer(DeliveryLog.model_validate({**_shown(row), "log": log}))


@describe(
    tags=("webhooks",),
    id="webhook_id",
    answers={202: Delivery},
    errors=(InvalidId, NotFound),
)
async def redeliver(request: Request) -> Response:
    """Delivers a webhook once more, whatever became of it.

    Its id and body stay the same. A receiver that had answered 410 counts as there again. One that
    is being delivered just now is left alone.
    """
    params = {"id": ids.path_uuid(request)}
    async with transaction(request) as session:
        await session.all("webhooks.redeliver", {"ids": [params["id"]]})
        row = await _existing(session, params)
    return answer(Delivery.model_validate(_shown(row)), 202)


async def _existing(session: Session, params: dict[str, Any]) -> Row:
    row = await session.one("webhooks.one", params)
    if row is None:
        raise NotFound
    return row


ROUTES = [
    Route("/api/v1/webhooks", webhooks),
    Route("/api/v1/webhooks/{id}", webhook),
    Route("/api/v1/webhooks/{id}/redeliver", redeliver, methods=["POST"]),
]
