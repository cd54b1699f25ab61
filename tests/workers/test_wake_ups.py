"""No wake-up is lost, though busy workers are not notified: no poll stands behind these tests."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor

import psycopg

from tests.kit.connections import Connection, value
from tests.kit.queues import Queue
from tests.kit.runners import Gate, nothing, running, until

PRODUCERS, ROWS = 4, 60


def produce(url: str, seed: int) -> None:
    """Inserts row by row; some transactions stay open for a moment after they have decided whether
    to notify, which is when a wake-up could be lost."""
    chance = random.Random(seed)
    with psycopg.connect(url) as connection:
        for _ in range(ROWS):
            with connection.transaction():
                Queue(connection).add_one()
                connection.execute("select pg_sleep(%s)", [chance.choice([0, 0, 0.002, 0.08])])
            connection.execute("select pg_sleep(%s)", [chance.choice([0, 0.001, 0.01])])
            connection.commit()


def test_every_row_of_a_burst_is_handled(database_url: str, connection: Connection) -> None:
    total = PRODUCERS * ROWS
    done = "select count(*) from mediaq.ssml_jobs where status = 'completed'"

    async def scenario() -> None:
        async with running(database_url, nothing, poll_seconds=3600.0, concurrency=2):
            with ThreadPoolExecutor(PRODUCERS) as pool:
                loop = asyncio.get_running_loop()
                await asyncio.gather(
                    *(
                        loop.run_in_executor(pool, produce, database_url, seed)
                        for seed in range(PRODUCERS)
                    )
                )
            await until(lambda: value(connection, done) == total)

    asyncio.run(scenario())


# The locks of workers that said they are idle, in this database.
IDLE = (
    "select count(*) from pg_locks where locktype = 'advisory' and classid = 7226002"
    " and database = (select oid from pg_database where datname = current_database())"
)


def test_a_busy_worker_is_not_notified(database_url: str, connection: Connection) -> None:
    async def scenario() -> None:
        gate = Gate()
        async with running(database_url, gate, poll_seconds=3600.0, concurrency=1):
            await until(lambda: value(connection, IDLE) == 1)
            Queue(connection).add(2)
            await gate.started.get()
            await until(lambda: value(connection, IDLE) == 0)
            connection.execute("listen mediaq_wake")
            Queue(connection).add(3)
            woken = [message.payload for message in connection.notifies(timeout=0.0)]
            assert "ssml_jobs" not in woken
            gate.opened.set()
            await until(lambda: value(connection, IDLE) == 1)

    asyncio.run(scenario())
    assert (
        value(connection, "select count(*) from mediaq.ssml_jobs where status <> 'completed'") == 0
    )
