"""How many analyses of one owner may wait. Two requests at once may both find the last place; the
limit keeps a queue from flooding, it is no quota to the piece."""

from starlette.requests import Request

from api.access import owner_of_new
from api.errors import QueueFull
from api.services import services, transaction
from mediaq.db.pool import Session

RETRY_AFTER_SECONDS = "30"


async def check(request: Request) -> None:
    """For routes that take a body with the work, before they read it. Raises QueueFull."""
    if services(request).settings.max_queued:
        async with transaction(request) as session:
            await check_within(request, session)


async def check_within(request: Request, session: Session) -> None:
    """Just before an analysis is added. Raises QueueFull."""
    most = services(request).settings.max_queued
    if not most:
        return
    row = await session.one("analyses.waiting", {"owner": owner_of_new(request), "limit": most})
    if row and row["waiting"] >= most:
        raise QueueFull(headers={"Retry-After": RETRY_AFTER_SECONDS})
