"""A worker that is told to stop: what it gives back, and what it may still finish."""

import asyncio

from tests.kit.connections import Connection, value
from tests.kit.queues import Queue
from tests.kit.runners import Gate, running, statuses, until


def test_stopping_gives_jobs_back_uncharged(database_url: str, connection: Connection) -> None:
    Queue(connection).add(3)

    async def scenario() -> None:
        gate = Gate()
        async with running(database_url, gate) as runner:
            for _ in range(3):
                await gate.started.get()
            runner.stop()
            for _ in range(3):
                await gate.stopped.get()

    asyncio.run(scenario())
    rows = connection.execute("select distinct status, attempts, lease from mediaq.ssml_jobs")
    assert rows.fetchall() == [("queued", 0, None)]
    assert value(connection, "select count(*) from mediaq.workers") == 0


CLAIMS_WAIT = """
  create function public.wait() returns trigger language plpgsql
  as $$ begin perform pg_advisory_xact_lock(7); return new; end $$;
  create trigger wait before update on mediaq.ssml_jobs for each row
  when (new.status = 'processing' and old.status = 'queued') execute function public.wait()"""


def test_what_a_claim_brings_after_the_stop_is_given_back_uncharged(
    database_url: str, connection: Connection
) -> None:
    connection.execute(CLAIMS_WAIT)
    connection.execute("select pg_advisory_lock(7)")
    Queue(connection).add(3)
    waiting = (
        "select exists(select from pg_locks where locktype = 'advisory' and not granted"
        " and database = (select oid from pg_database where datname = current_database()))"
    )

    async def scenario() -> None:
        async with running(database_url, Gate()) as runner:
            await until(lambda: value(connection, waiting))
            runner.stop()
            connection.execute("select pg_advisory_unlock(7)")

    asyncio.run(scenario())
    assert statuses(connection) == {"queued": 3}
    assert value(connection, "select max(attempts) from mediaq.ssml_jobs") == 0


def test_stopping_lets_jobs_finish_within_the_grace(
    database_url: str, connection: Connection
) -> None:
    Queue(connection).add_one()

    async def scenario() -> None:
        gate = Gate()
        async with running(database_url, gate, grace_seconds=30.0) as runner:
            await gate.started.get()
            runner.stop()
            gate.opened.set()

    asyncio.run(scenario())
    assert statuses(connection) == {"completed": 1}


def test_a_second_stop_does_not_wait_for_the_grace(
    database_url: str, connection: Connection
) -> None:
    Queue(connection).add_one()

    async def scenario() -> None:
        gate = Gate()
        async with running(database_url, gate, grace_seconds=3600.0) as runner:
            await gate.started.get()
            runner.stop()
            runner.stop()
            await gate.stopped.get()

    asyncio.run(scenario())
    assert statuses(connection) == {"queued": 1}
