"""Chancy, through its own API, on its asyncio executor."""

import logging
from typing import Any

from chancy import Chancy, Queue, Worker, job

from benchmarks.actor import COUNT, Actor, main, repeat, timed

QUIET = logging.getLogger("quiet")
QUIET.setLevel(logging.ERROR)
# Its loops are cancelled in the middle of a statement when the worker is stopped.
logging.getLogger("psycopg").setLevel(logging.CRITICAL)


@job(queue="bench")
async def noop() -> None:
    """The handler; Chancy imports it by name."""
    COUNT.hit()


def _app(url: str, connections: int) -> Chancy:
    return Chancy(
        url,
        log=QUIET,
        no_default_plugins=True,
        min_connection_pool_size=connections,
        max_connection_pool_size=connections,
    )


async def install(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Makes the schema."""
    async with _app(url, 1) as chancy:
        await chancy.migrate()
    return {}


async def enqueue(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Single `push` by so many clients, or one `push_many`."""
    clients, count = options["clients"], options["count"]
    async with _app(url, clients) as chancy:
        await chancy.push(noop.job)

        async def bulk() -> None:
            async for _ in chancy.push_many([noop.job] * count):
                pass

        if options["bulk"]:
            return await timed(actor, bulk)
        singles = repeat(options["seconds"], lambda: chancy.push(noop.job))
        return await timed(actor, *[singles] * clients)


async def work(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """One worker process that fetches as soon as a place is free, and flushes at once."""
    async with _app(url, 4) as chancy:
        queue = Queue(
            "bench",
            concurrency=options["concurrency"],
            executor=Chancy.Executor.Async,
            polling_interval=1,
            eager_polling=True,
        )
        await chancy.declare(queue, upsert=True)
        worker = Worker(chancy, register_signal_handlers=False, shutdown_timeout=3)
        worker.send_outgoing_interval = options["flush"]
        actor.ready()
        async with worker:
            await actor.stopped()
    return actor.results()


if __name__ == "__main__":
    main(install=install, enqueue=enqueue, work=work)
