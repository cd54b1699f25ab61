"""Database: transactions, owners, and errors translated at the edge."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from mediaq.db.connect import Access, resolve
from mediaq.db.pool import Database, Session
from mediaq.errors import (
    Busy,
    ConstraintViolated,
    DatabaseUnavailable,
    InvalidInput,
    MediaqError,
    SchemaMismatch,
    TryAgain,
    UnknownQueue,
)
from tests.kit.connections import Connection
from tests.kit.queues import Queue
from tests.kit.rows import insert_asset
from tests.kit.runners import until

TERMINATE = (
    "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
    " where application_name = 'pooled' and datname = current_database()"
)


def use(url: str, work: Callable[[Database], Awaitable[None]], *, max_size: int = 4) -> None:
    """Runs work with a pool of its own."""

    async def main() -> None:
        access = Access(url, application="pooled")
        async with Database(access, min_size=max_size, max_size=max_size, timeout=0.3) as database:
            await work(database)

    asyncio.run(main())


def test_a_statement_by_name(database_url: str) -> None:
    async def work(database: Database) -> None:
        rows = await database.all("queue.stats")
        assert "ssml_jobs" in {row["queue"] for row in rows}

    use(database_url, work)


def test_a_filtered_statement_leaves_no_plan_behind(database_url: str) -> None:
    """One that is used for all its filters would use no index."""

    async def prepared(session: Session) -> int:
        cursor = await session._connection.execute("select count(*) from pg_prepared_statements")
        row = await cursor.fetchone()
        assert row
        return int(row["count"])

    async def work(database: Database) -> None:
        async with database.autocommit() as session:
            for _ in range(9):
                await session.filtered("queue.stats", {})
            assert await prepared(session) == 0
            for _ in range(9):
                await session.all("queue.stats", {})
            assert await prepared(session) == 1

    use(database_url, work, max_size=1)


def test_a_transaction_that_raises_leaves_nothing(
    database_url: str, connection: Connection
) -> None:
    async def work(database: Database) -> None:
        async with database.transaction() as session:
            await session._connection.execute(
                "insert into mediaq.media_assets (filename) values ('a')"
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use(database_url, work)
    assert connection.execute("select from mediaq.media_assets").fetchall() == []


def test_many_statements_travel_together(database_url: str, connection: Connection) -> None:
    Queue(connection).add(3)

    async def work(database: Database) -> None:
        async with database.transaction() as session:
            claim = {"queue": "mediaq.ssml_jobs", "worker": uuid4(), "max_jobs": 1}
            await session.run_many([("queue.claim", claim)] * 2)

    use(database_url, work)
    assert Queue(connection).count("processing") == 2


def test_one_statement_of_an_owner_s_sees_his_rows_and_the_next_of_nobody_none(
    database_url: str, connection: Connection
) -> None:
    mine, theirs = insert_asset(connection, owner="me"), insert_asset(connection, owner="them")

    async def main() -> None:
        access = resolve(database_url, "mediaq_api", "pooled")
        async with Database(access, max_size=1) as database:
            for owner, id in (("me", mine), ("them", theirs), ("*", mine)):
                rows = await database.read(owner, "assets.one", {"id": id})
                assert [row["asset_id"] for row in rows] == [id]
                assert await database.all("assets.one", {"id": id}) == []
            assert await database.read("me", "assets.one", {"id": theirs}) == []
            with pytest.raises(InvalidInput):
                await database.read("me", "assets.one", {"id": "seven"})
            assert len(await database.read("me", "assets.one", {"id": mine})) == 1

    asyncio.run(main())


def test_a_read_over_a_broken_connection_is_refused_and_the_next_one_answered(
    database_url: str, connection: Connection
) -> None:
    async def work(database: Database) -> None:
        await database.read("*", "queue.stats")
        connection.execute(TERMINATE)
        with pytest.raises(DatabaseUnavailable):
            await database.read("*", "queue.stats")
        async with asyncio.timeout(5):
            assert await database.read("*", "queue.stats")

    use(database_url, work)


def test_after_a_break_the_next_but_one_transaction_works(
    database_url: str, connection: Connection
) -> None:
    async def work(database: Database) -> None:
        await database.all("queue.stats")
        connection.execute(TERMINATE)
        with pytest.raises(DatabaseUnavailable):
            await database.all("queue.stats")
        async with asyncio.timeout(1):
            assert await database.all("queue.stats")

    use(database_url, work)


def test_nobody_answers(tmp_path: Path) -> None:
    async def work(database: Database) -> None:
        with pytest.raises(DatabaseUnavailable):
            await database.all("queue.stats")

    use(f"postgresql://postgres@/mediaq?host={tmp_path}", work)


def test_every_connection_is_held(database_url: str) -> None:
    async def work(database: Database) -> None:
        async with database.transaction():
            with pytest.raises(Busy):
                await database.all("queue.stats")

    use(database_url, work, max_size=1)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("insert into mediaq.media_assets (filename) values ('')", InvalidInput),
        ("insert into mediaq.ssml_jobs (feedback_id) values (1)", ConstraintViolated),
        ("select mediaq.pause('mediaq.media_assets')", UnknownQueue),
        ("select 'seven'::int", InvalidInput),
        ("select from mediaq.nowhere", SchemaMismatch),
        ("set local statement_timeout = '1ms'; select pg_sleep(5)", TryAgain),
        ("select 1 +", MediaqError),
    ],
)
def test_the_server_s_errors_become_ours(
    database_url: str, query: str, error: type[MediaqError]
) -> None:
    async def work(database: Database) -> None:
        with pytest.raises(MediaqError) as raised:
            async with database.transaction() as session:
                await session._connection.execute(query)
        assert type(raised.value) is error

    use(database_url, work)


def test_a_transaction_sees_its_owner_s_rows_and_the_next_one_nobody_s(
    database_url: str, connection: Connection
) -> None:
    insert_asset(connection, owner="ann")

    async def count(database: Database, owner: str | None) -> int:
        async with database.transaction(owner) as session:
            return (await session._connection.execute("select from mediaq.media_assets")).rowcount

    async def main() -> None:
        async with Database(resolve(database_url, "mediaq_api", "pooled"), max_size=1) as database:
            assert [await count(database, owner) for owner in ("ann", None, "bob")] == [1, 0, 0]

    asyncio.run(main())


def test_a_transaction_of_a_stopped_process_ends(database_url: str, connection: Connection) -> None:
    """Since PostgreSQL 17 the server ends it even where the process stopped before COMMIT."""
    access = resolve(database_url, "mediaq_worker", "stopped")
    with psycopg.connect(**access.arguments()) as made:
        found = made.execute("select current_setting('transaction_timeout', true)").fetchone()
    assert found == ("1min" if connection.info.server_version >= 170000 else None,)


@pytest.mark.parametrize("moment", range(8))
def test_a_cancellation_at_the_moment_a_connection_is_free(database_url: str, moment: int) -> None:
    """Whoever is told to end then must end, and leave the connection to others."""

    async def wait_with(database: Database) -> None:
        async with database.autocommit():
            await asyncio.Event().wait()

    async def work(database: Database) -> None:
        async with database.autocommit():
            waiting = asyncio.create_task(wait_with(database))
            await until(lambda: database._pool.get_stats().get("requests_waiting"))
        for _ in range(moment):
            await asyncio.sleep(0)
        waiting.cancel()
        ended, _ = await asyncio.wait([waiting], timeout=5)
        assert ended
        assert await database.all("queue.stats", {})

    use(database_url, work, max_size=1)
