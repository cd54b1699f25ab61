"""Suspects, which ran when a worker was lost, run alone: the next time only one of them pays."""

import asyncio

from mediaq.queue.job import Done, Job
from tests.kit.connections import Connection, value
from tests.kit.queues import Queue
from tests.kit.runners import Gate, running, until
from workers.runner import Report


def suspect(queue: Queue) -> None:
    """A job whose worker was lost once."""
    queue.add_one(crashes=1, attempts=1)


def test_a_suspect_waits_until_the_others_are_done_and_keeps_others_away(
    database_url: str, connection: Connection
) -> None:
    queue = Queue(connection)

    async def scenario() -> None:
        gates = {crashes: Gate() for crashes in (0, 1)}

        async def handler(job: Job, report: Report) -> Done:
            return await gates[job.payload["crashes"]](job, report)

        queue.add(2)
        async with running(database_url, handler):
            for _ in range(2):
                await gates[0].started.get()
            suspect(queue)
            await until(lambda: queue.count("processing") == 3)
            queue.add(3)
            assert gates[1].started.empty()
            gates[0].opened.set()
            await gates[1].started.get()
            assert (queue.count("completed"), queue.count("queued")) == (2, 3)
            gates[1].opened.set()
            await until(lambda: queue.count("completed") == 6)

    asyncio.run(scenario())
    assert value(connection, "select max(attempts - crashes) from mediaq.ssml_jobs") == 1


def test_of_many_one_runs_and_the_others_are_given_back_uncharged(
    database_url: str, connection: Connection
) -> None:
    queue = Queue(connection)
    most = 0

    async def scenario() -> None:
        working = 0

        async def handler(job: Job, report: Report) -> Done:
            nonlocal working, most
            working += 1
            most = max(most, queue.count("processing"), working)
            await asyncio.sleep(0)
            working -= 1
            return Done()

        for _ in range(8):
            suspect(queue)
        async with running(database_url, handler):
            await until(lambda: queue.count("completed") == 8)

    asyncio.run(scenario())
    assert most == 1
    rows = connection.execute("select distinct attempts, crashes from mediaq.ssml_jobs")
    assert rows.fetchall() == [(2, 1)]


def test_a_suspect_that_waits_can_be_given_back_at_the_end(
    database_url: str, connection: Connection
) -> None:
    queue = Queue(connection)

    async def scenario() -> None:
        gate = Gate()
        queue.add(1)
        async with running(database_url, gate):
            await gate.started.get()
            suspect(queue)
            await until(lambda: queue.count("processing") == 2)
        assert gate.started.empty()

    asyncio.run(scenario())
    rows = connection.execute("select status, attempts, crashes from mediaq.ssml_jobs order by 2")
    assert rows.fetchall() == [("queued", 0, 0), ("queued", 1, 1)]
