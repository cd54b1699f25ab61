"""Whether the process lives, and whether what it stands on does."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import mediaq
from api.describe import Answer, describe
from api.schemas import answer
from api.schemas.health import (
    Alive,
    Components,
    DatabaseHealth,
    DiskHealth,
    Health,
    WorkersHealth,
)
from api.services import services, transaction
from mediaq.db.migrate import pending
from mediaq.db.pool import Row
from mediaq.errors import MediaqError

# Workers beat every few seconds; a queue's rescue has long happened after so much silence.
SILENT_SECONDS = 30
LEAST_FREE_BYTES = 256 * 1024 * 1024


@describe(tags=("health",), answers={200: Alive}, public=True)
async def alive(_: Request) -> Response:
    """Whether the process lives.

    Touches nothing else.
    """
    return answer(Alive(version=mediaq.__version__))


@describe(
    tags=("health",),
    answers={200: Health, 503: Answer(Health, says="A component is not well.")},
)
async def health(request: Request) -> Response:
    """Whether database, workers and disk are well.

    200 when all are, else 503 with the same body.
    """
    database, workers = await _database(request)
    free = await run_in_threadpool(services(request).storage.free_bytes)
    disk = DiskHealth(ok=free >= LEAST_FREE_BYTES, free_bytes=free)
    ok = database.ok and workers.ok and disk.ok
    shown = Health(
        status="ok" if ok else "degraded",
        version=mediaq.__version__,
        components=Components(database=database, workers=workers, disk=disk),
    )
    return answer(shown, 200 if ok else 503)


async def _database(request: Request) -> tuple[DatabaseHealth, WorkersHealth]:
    try:
        async with transaction(request) as session:
            workers = await session.all("queue.workers")
        missing = await run_in_threadpool(pending, services(request).database.access)
    except MediaqError:
        gone = DatabaseHealth(ok=False, reachable=False, pending_migrations=[])
        return gone, _workers([])
    return DatabaseHealth(ok=not missing, reachable=True, pending_migrations=missing), _workers(
        workers
    )


def _workers(rows: list[Row]) -> WorkersHealth:
    queues = [row["queue"] for row in rows if row["silent_seconds"] <= SILENT_SECONDS]
    by_queue = {queue: queues.count(queue) for queue in dict.fromkeys(queues)}
    return WorkersHealth(ok=bool(queues), alive=len(queues), by_queue=by_queue)


ROUTES = [Route("/health", alive), Route("/api/media/health", health)]
