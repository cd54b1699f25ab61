"""Procrastinate, through its own API."""

import asyncio
import logging
from typing import Any

from procrastinate import App, PsycopgConnector

from benchmarks.actor import COUNT, Actor, main, repeat, timed

logging.getLogger("procrastinate").setLevel(logging.ERROR)
# Its listener is cancelled in the middle of a wait when the worker is stopped.
logging.getLogger("psycopg").setLevel(logging.CRITICAL)


def _app(url: str, connections: int) -> App:
    app = App(connector=PsycopgConnector(conninfo=url, min_size=connections, max_size=connections))

    @app.task(name="bench", queue="bench")
    async def bench() -> None:
        COUNT.hit()

    return app


async def install(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Makes the schema."""
    async with _app(url, 1).open_async() as app:
        await app.schema_manager.apply_schema_async()
    return {}


async def enqueue(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Single `defer_async` by so many clients, or one `batch_defer_async`."""
    clients, count = options["clients"], options["count"]
    async with _app(url, clients).open_async() as app:
        task = app.tasks["bench"]
        await task.defer_async()
        if options["bulk"]:
            return await timed(actor, lambda: task.batch_defer_async(*[{}] * count))
        return await timed(actor, *[repeat(options["seconds"], task.defer_async)] * clients)


async def work(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """One worker process, with LISTEN on."""
    concurrency = options["concurrency"]
    async with _app(url, options["pool"]).open_async() as app:
        actor.ready()
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=["bench"], concurrency=concurrency, install_signal_handlers=False
            )
        )
        await actor.stopped()
        worker.cancel()
        await asyncio.wait([worker])
    return actor.results()


if __name__ == "__main__":
    main(install=install, enqueue=enqueue, work=work)
