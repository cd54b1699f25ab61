"""PGQueuer, through its own API, on either of its drivers."""

import asyncio
import logging
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import asyncpg
import psycopg
from pgqueuer import PgQueuer
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.adapters.persistence.queries import Queries

from benchmarks.actor import COUNT, Actor, main, repeat, timed

logging.getLogger("pgqueuer").setLevel(logging.ERROR)


async def _driver(stack: AsyncExitStack, url: str, name: str) -> Any:
    if name == "asyncpg":
        connection = await asyncpg.connect(url)
        stack.push_async_callback(connection.close)
        return AsyncpgDriver(connection)
    return PsycopgDriver(
        await stack.enter_async_context(await psycopg.AsyncConnection.connect(url, autocommit=True))
    )


async def install(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Makes the schema, logged tables throughout, with the autovacuum settings it recommends."""
    async with AsyncExitStack() as stack:
        queries = Queries(await _driver(stack, url, "asyncpg"))
        await queries.install()
        await queries.optimize_autovacuum()
    return {}


async def enqueue(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Single `enqueue` by so many clients, or one `enqueue` of lists."""
    clients, count = options["clients"], options["count"]
    async with AsyncExitStack() as stack:
        queues = [Queries(await _driver(stack, url, options["driver"])) for _ in range(clients)]
        await queues[0].enqueue("bench", None)
        if options["bulk"]:
            names, payloads, order = ["bench"] * count, [None] * count, [0] * count
            return await timed(actor, lambda: queues[0].enqueue(names, payloads, order))
        singles = [
            repeat(options["seconds"], partial(queue.enqueue, "bench", None)) for queue in queues
        ]
        return await timed(actor, *singles)


async def work(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """One worker process in continuous mode."""
    async with AsyncExitStack() as stack:
        pgq = PgQueuer(await _driver(stack, url, options["driver"]))

        @pgq.entrypoint("bench")
        async def bench(job: Any) -> None:
            COUNT.hit()

        actor.ready()
        worker = asyncio.create_task(pgq.qm.run(batch_size=options["batch"]))
        await actor.stopped()
        pgq.qm.shutdown.set()
        await asyncio.wait([worker])
        worker.result()
    return actor.results()


if __name__ == "__main__":
    main(install=install, enqueue=enqueue, work=work)
