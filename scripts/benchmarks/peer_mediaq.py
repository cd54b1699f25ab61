"""mediaq: jobs are made by INSERT, worked by the worker runtime."""

import asyncio
from functools import partial
from typing import Any, LiteralString

import psycopg

from benchmarks.actor import COUNT, Actor, main, repeat, timed
from mediaq import log
from mediaq.db.connect import resolve
from mediaq.db.migrate import migrate
from mediaq.db.pool import Database
from mediaq.queue.job import Done, Job
from workers.runner import Plan, Report, Runner

# Two queues of the same shape: one is given a history in the scenario `growth`.
QUEUES: LiteralString = """
  set role mediaq_owner;
  create table mediaq.bench_jobs (like mediaq.job including all, args jsonb not null default '{}');
  create table mediaq.bench_old (like mediaq.bench_jobs including all);
  insert into mediaq.queues (queue, payload)
  values ('mediaq.bench_jobs', '{args}'), ('mediaq.bench_old', '{args}');
  select mediaq.equip_queue(queue) from mediaq.queues where queue::text like 'mediaq.bench%';
  reset role"""


async def install(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Migrates, and makes the two queues as any new queue is made."""
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(QUEUES)
    return {}


async def enqueue(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Single INSERTs by so many clients, or one INSERT … SELECT."""
    clients, count = options["clients"], options["count"]
    connections = [
        await psycopg.AsyncConnection.connect(url, autocommit=True) for _ in range(clients)
    ]
    single: LiteralString = "insert into mediaq.bench_jobs default values"
    bulk: LiteralString = (
        "insert into mediaq.bench_jobs (args) select '{}' from generate_series(1, %s)"
    )
    if options["bulk"]:
        return await timed(actor, lambda: connections[0].execute(bulk, [count]))
    singles = [repeat(options["seconds"], partial(c.execute, single)) for c in connections]
    return await timed(actor, *singles)


async def _noop(job: Job, report: Report) -> Done:
    COUNT.hit()
    return Done()


async def _busy(job: Job, report: Report) -> Done:
    await asyncio.sleep(600)
    return Done()


async def work(url: str, options: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """One worker process, as `mediaq worker` runs it."""
    log.configure("error")
    access = resolve(url, "mediaq_worker", "bench")
    plan = Plan(
        options.get("queue", "mediaq.bench_jobs"),
        concurrency=options["concurrency"],
        grace_seconds=0.5,
    )
    async with Database(access) as database:
        runner = Runner(access, database, plan, _busy if options.get("busy") else _noop)
        actor.ready()
        running = asyncio.create_task(runner.run())
        await actor.stopped()
        runner.stop()
        await running
    return actor.results()


if __name__ == "__main__":
    main(install=install, enqueue=enqueue, work=work)
