"""What the API's statements cost without the API: Starlette, a psycopg pool, uvicorn, nothing else.

`python -m loading.bare`; settings as for the API. Prints `ready URL`.
"""

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
import uvloop
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mediaq.db.statements import statement
from mediaq.settings import Settings

EMPTY = Jsonb({})


def main() -> None:
    """Serves until SIGTERM."""
    settings = Settings()
    pool = AsyncConnectionPool(
        settings.database_url or "",
        kwargs={"row_factory": dict_row, "autocommit": True},
        max_size=settings.pool_size,
        open=False,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with pool:
            yield

    async def status(request: Request) -> Response:
        async with pool.connection() as connection:
            cursor = await connection.execute(
                statement("analyses.media_status"), {"id": request.path_params["id"]}
            )
            return _json(await cursor.fetchone(), 200)

    async def analyze(request: Request) -> Response:
        asked = await request.json()
        given = {
            "asset_id": asked["asset_id"],
            "kickoff": "asked",
            "analyzer_type": "technical",
            "config": EMPTY,
            "options": EMPTY,
            "parameters": EMPTY,
            "priority": 0,
            **dict.fromkeys(("prompt", "run_at", "tag", "callback_url", "session_id")),
        }
        async with pool.connection() as connection:
            cursor = await connection.execute(statement("media.ask"), given)
            return _json(await cursor.fetchone(), 202)

    app = Starlette(
        routes=[
            Route("/api/media/status/{id}", status),
            Route("/api/media/analyze", analyze, methods=["POST"]),
        ],
        lifespan=lifespan,
    )
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(f"ready http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, http="h11", loop="asyncio", log_config=None, access_log=False)
    uvloop.run(uvicorn.Server(config).serve([listener]))


def _json(row: object, status: int) -> Response:
    return Response(json.dumps(row, default=str), status, media_type="application/json")


if __name__ == "__main__":
    main()
