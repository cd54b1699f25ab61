"""What SQL by hand costs: no retries, no leases, no limits; the floor to measure against."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, LiteralString

import psycopg

from benchmarks.actor import COUNT, Actor, main, repeat, timed

TABLE: LiteralString = """
  create table queue (
    id bigint generated always as identity primary key,
    status text not null default 'queued',
    args jsonb not null default '{}',
    created_at timestamptz not null default now(),
    taken_at timestamptz,
    done_at timestamptz
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
  create index queue_claim on queue (id) where status = 'queued'"""
CLAIM: LiteralString = """
  update queue set status = 'processing', taken_at = now()
  where id = any(array(select id from queue where status = 'queued'
    order by id limit %(batch)s for update skip locked))
  returning id, args"""
DONE: LiteralString = (
    "update queue set status = 'completed', done_at = now() where id = any(%(ids)s)"
)
FUSED: LiteralString = "with done as (" + DONE + ")" + CLAIM

Turn = Callable[[Sequence[int]], list[tuple[int, Any]]]


async def install(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Makes the table."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE)
    return {}


async def enqueue(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Single inserts by so many clients, or one statement; with or without a notification."""
    clients, count = options["clients"], options["count"]
    query: LiteralString = "insert into queue default values"
    if options.get("notify"):
        query = "with job as (insert into queue default values) select pg_notify('queue', '')"
    connections = [
        await psycopg.AsyncConnection.connect(url, autocommit=True) for _ in range(clients)
    ]
    bulk: LiteralString = "insert into queue (args) select '{}' from generate_series(1, %s)"
    if options["bulk"]:
        return await timed(actor, lambda: connections[0].execute(bulk, [count]))
    singles = [repeat(options["seconds"], partial(c.execute, query)) for c in connections]
    return await timed(actor, *singles)


def handler(args: Any) -> None:
    """The no-op."""
    COUNT.hit()


async def work(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Claims, handles and completes; waits for a notification, or 20 ms, when there is nothing."""
    with (
        psycopg.connect(url, autocommit=True) as connection,
        psycopg.connect(url, autocommit=True) as listener,
    ):
        listener.execute("listen queue")
        turn = _turn(connection, options)
        actor.ready()
        ids: list[int] = []
        while not actor.stopping.is_set():
            jobs = turn(ids)
            for _, args in jobs:
                handler(args)
            ids = [id for id, _ in jobs]
            if not jobs:
                list(listener.notifies(timeout=0.5 if options.get("stamp") else 0.02, stop_after=1))
    return actor.results()


async def work_in_loop(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The same for handlers that are coroutines: claims of one, over asyncio connections."""
    async with (
        await psycopg.AsyncConnection.connect(url, autocommit=True) as connection,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as listener,
    ):
        await listener.execute("listen queue")
        actor.ready()
        while not actor.stopping.is_set():
            jobs = await (await connection.execute(CLAIM, {"batch": 1})).fetchall()
            for _, args in jobs:
                handler(args)
            if jobs:
                await connection.execute(DONE, {"ids": [id for id, _ in jobs]})
            else:
                async for _ in listener.notifies(timeout=0.5, stop_after=1):
                    pass
    return actor.results()


def _turn(connection: "psycopg.Connection[Any]", options: dict[str, Any]) -> Turn:
    """One round: completes what was handled and claims more, in one statement or in two."""
    batch = options["batch"]

    def fused(ids: Sequence[int]) -> list[tuple[int, Any]]:
        return connection.execute(FUSED, {"ids": list(ids), "batch": batch}).fetchall()

    def apart(ids: Sequence[int]) -> list[tuple[int, Any]]:
        if ids:
            connection.execute(DONE, {"ids": list(ids)})
        return connection.execute(CLAIM, {"batch": batch}).fetchall()

    return fused if options.get("fused") else apart


async def listen(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Only hears notifications: how fast one can be."""
    with psycopg.connect(url, autocommit=True) as listener:
        listener.execute("listen queue")
        actor.ready()
        while not actor.stopping.is_set():
            for _ in listener.notifies(timeout=0.5, stop_after=1):
                COUNT.hit()
    return actor.results()


if __name__ == "__main__":
    main(install=install, enqueue=enqueue, work=work, work_in_loop=work_in_loop, listen=listen)
