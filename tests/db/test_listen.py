"""listen: an empty notification after each connect, and a reconnect whenever it breaks."""

import asyncio

from mediaq.db.connect import Access
from mediaq.db.listen import Follow, Listener, Notification
from mediaq.db.pool import Session
from tests.kit.connections import Connection

CHANNELS = ("mediaq_wake", "mediaq_cancel")


async def receive(url: str, connection: Connection, *steps: str) -> list[Notification]:
    """What a listener hears: first its connect, then the answer to each statement."""
    heard: asyncio.Queue[Notification] = asyncio.Queue()
    listener = Listener(Access(url, application="test"), CHANNELS, heard.put_nowait)
    listening = asyncio.create_task(listener.run())
    async with asyncio.timeout(20):
        answers = [await heard.get()]
        for step in steps:
            connection.execute(step.encode())
            answers.append(await heard.get())
    listening.cancel()
    await asyncio.wait([listening])
    return answers


TERMINATE = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where application_name = 'test listener' and datname = current_database()"
)


def test_hears_what_is_said(database_url: str, connection: Connection) -> None:
    heard = asyncio.run(
        receive(database_url, connection, "notify mediaq_wake, 'a'", "notify mediaq_cancel, 'b'")
    )
    assert heard == [
        Notification(),
        Notification("mediaq_wake", "a"),
        Notification("mediaq_cancel", "b"),
    ]


def test_reconnects_when_its_backend_is_terminated(
    database_url: str, connection: Connection
) -> None:
    heard = asyncio.run(
        receive(database_url, connection, TERMINATE, "notify mediaq_wake, 'again'", TERMINATE)
    )
    assert heard == [
        Notification(),
        Notification(),
        Notification("mediaq_wake", "again"),
        Notification(),
    ]


def test_answers_statements_in_the_session_that_listens(
    database_url: str, connection: Connection
) -> None:
    async def scenario() -> None:
        heard: asyncio.Queue[Notification] = asyncio.Queue()
        listener = Listener(Access(database_url, application="test"), CHANNELS, heard.put_nowait)
        listening = asyncio.create_task(listener.run())
        async with asyncio.timeout(20):
            await heard.get()
            queue = {"queue": "mediaq.ssml_jobs"}
            for _ in range(3):
                assert await listener.ask("queue.idle", queue) == {"passed": True}
                connection.execute("notify mediaq_wake, 'in between'")
                assert (await heard.get()).payload == "in between"
                assert await listener.ask("queue.busy", queue) == {"said": True}
            assert await listener.ask("queue.busy", queue) == {"said": False}
        listening.cancel()
        await asyncio.wait([listening])

    asyncio.run(scenario())


def test_idle_does_not_wait_for_a_long_transaction_and_goes_with_the_session(
    database_url: str, connection: Connection
) -> None:
    async def scenario() -> None:
        heard: asyncio.Queue[Notification] = asyncio.Queue()
        listener = Listener(Access(database_url, application="test"), CHANNELS, heard.put_nowait)
        listening = asyncio.create_task(listener.run())
        async with asyncio.timeout(20):
            await heard.get()
            with connection.transaction():
                connection.execute(
                    "select pg_advisory_xact_lock(7226001, mediaq.lock_slot('mediaq.ssml_jobs'))"
                )
                asked = asyncio.create_task(
                    listener.ask("queue.idle", {"queue": "mediaq.ssml_jobs"})
                )
                assert await asked == {"passed": False}
            connection.execute(TERMINATE)
            await heard.get()
            assert await listener.ask("queue.busy", {"queue": "mediaq.ssml_jobs"}) == {
                "said": False
            }
        listening.cancel()
        await asyncio.wait([listening])

    asyncio.run(scenario())


def test_what_one_notification_asks_for_is_done_whatever_comes_with_it(
    database_url: str, connection: Connection
) -> None:
    """Both of a commit come together; only the first is of interest."""

    async def scenario() -> None:
        connected, followed = asyncio.Event(), asyncio.Event()

        async def follow(session: Session) -> None:
            assert await session.one("queue.workers") is None
            followed.set()

        def hear(message: Notification) -> Follow | None:
            connected.set()
            return follow if message.payload == "ours" else None

        listener = Listener(Access(database_url, application="test"), CHANNELS, hear)
        listening = asyncio.create_task(listener.run())
        async with asyncio.timeout(20):
            await connected.wait()
            with connection.transaction():
                connection.execute("notify mediaq_wake, 'ours'")
                connection.execute("notify mediaq_wake, 'theirs'")
            await followed.wait()
        listening.cancel()
        await asyncio.wait([listening])

    asyncio.run(scenario())
