"""A process's connections and its transactions, for API and workers alike."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from mediaq.db import jsonb
from mediaq.db.connect import Access
from mediaq.db.sqlstate import translate
from mediaq.db.statements import statement, statement_of
from mediaq.errors import Busy, DatabaseUnavailable

jsonb.read_fast()

Row = dict[str, Any]
Params = Mapping[str, Any]


class Session:
    """One open transaction; statements are named in `sql/queries`."""

    def __init__(self, connection: psycopg.AsyncConnection[DictRow]) -> None:
        self._connection = connection

    async def all(self, name: str, params: Params | None = None) -> list[Row]:
        """Every row of a named statement."""
        cursor = await self._connection.execute(statement(name), params)
        return await cursor.fetchall()

    async def all_of(self, table: str, name: str, params: Params) -> list[Row]:
        """Every row of a named statement that calls a function written for one table."""
        cursor = await self._connection.execute(statement_of(name, table), params)
        return await cursor.fetchall()

    async def filtered(self, name: str, params: Params) -> list[Row]:
        """Every row of a named statement some of whose filters are absent. It is planned for these
        parameters each time: a plan kept for all of them would sort the table."""
        cursor = await self._connection.execute(statement(name), params, prepare=False)
        return await cursor.fetchall()

    async def one(self, name: str, params: Params | None = None) -> Row | None:
        """The first row of a named statement, or None."""
        cursor = await self._connection.execute(statement(name), params)
        return await cursor.fetchone()

    async def run(self, name: str, params: Params | None = None) -> int:
        """Executes a named statement; the number of rows it touched."""
        return (await self._connection.execute(statement(name), params)).rowcount

    async def run_many(self, calls: Sequence[tuple[str, Params]]) -> None:
        """Executes several statements in one round trip; the first failure is raised.

        Leaving the pipeline sends a Flush behind the Sync, after which the server's timeout for
        idle transactions is off: were this process stopped just then, its rows would stay locked.
        So the results are waited for behind a Sync alone.
        """
        async with self._connection.pipeline() as pipeline:
            for name, params in calls:
                await self._connection.execute(statement(name), params)
            await pipeline.sync()


class Database:
    """A pool of connections to one database, in one role.

    No `check=` on checkout: after a restart it tries stale connections one by one with growing
    delays. Instead the first connection error makes the pool look at all of them at once.
    """

    def __init__(
        self, access: Access, *, min_size: int = 1, max_size: int = 4, timeout: float = 10.0
    ) -> None:
        self.access = access
        self._timeout = timeout
        self._pool: AsyncConnectionPool[psycopg.AsyncConnection[DictRow]] = AsyncConnectionPool(
            kwargs={**access.arguments(), "row_factory": dict_row, "autocommit": True},
            min_size=min_size,
            max_size=max_size,
            max_lifetime=1800,
            reconnect_timeout=0,
            open=False,
            name=access.application,
        )

    async def __aenter__(self) -> "Database":
        await self._pool.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def transaction(self, owner: str | None = None) -> AsyncIterator[Session]:
        """One transaction; `owner` is whose rows it may see (API role), set for it alone.

        Raises ours: DatabaseUnavailable, Busy, TryAgain, ConstraintViolated, InvalidInput.
        """
        async with self._checkout() as connection, connection.transaction():
            if owner is not None:
                await connection.execute("select set_config('mediaq.owner', %s, true)", [owner])
            yield Session(connection)

    async def read(self, owner: str, name: str, params: Params | None = None) -> list[Row]:
        """Every row of one named statement that sees what `owner` may see, in one round trip: up to
        the Sync that ends a pipeline, its statements are one transaction.

        Raises what `transaction` raises.
        """
        async with self._checkout() as connection:
            async with connection.pipeline():
                await connection.execute("select set_config('mediaq.owner', %s, true)", [owner])
                cursor = await connection.execute(statement(name), params)
            return await cursor.fetchall()

    @asynccontextmanager
    async def autocommit(self) -> AsyncIterator[Session]:
        """Statements that commit one by one: a single one saves the round trips of BEGIN and
        COMMIT. Raises what `transaction` raises."""
        async with self._checkout() as connection:
            yield Session(connection)

    @asynccontextmanager
    async def _checkout(self) -> AsyncIterator[psycopg.AsyncConnection[DictRow]]:
        """A connection; what goes wrong with it or on it is raised as an error of ours."""
        connection = await self._getconn()
        try:
            yield connection
        except psycopg.Error as error:
            known = translate(error)
            if isinstance(known, DatabaseUnavailable):
                # Whatever it still looks like: nothing that comes over it can be trusted.
                await connection.close()
                await self._pool.check()
            raise known from error
        finally:
            await self._pool.putconn(connection)

    async def _getconn(self) -> psycopg.AsyncConnection[DictRow]:
        """A connection within the time-out. Each ask makes the pool try to connect once, so it asks
        again every half second: after an outage the first connection is there that soon."""
        deadline = monotonic() + self._timeout
        while True:
            try:
                return await self._from_pool(min(0.5, self._timeout))
            except PoolTimeout as error:
                if monotonic() < deadline:
                    continue
                # Failed attempts are not counted (reconnect_timeout=0): none left, nobody answers.
                if self._pool.get_stats().get("pool_size", 0) == 0:
                    raise DatabaseUnavailable from error
                raise Busy from error

    async def _from_pool(self, most: float) -> psycopg.AsyncConnection[DictRow]:
        """The pool waits with asyncio.wait_for, which on Python 3.11 swallows a cancellation that
        comes together with the connection: who was told to end would go on for ever."""
        task = asyncio.current_task()
        before = task.cancelling() if task else 0
        connection = await self._pool.getconn(timeout=most)
        if task and task.cancelling() > before:
            await self._pool.putconn(connection)
            raise asyncio.CancelledError
        return connection

    async def all(self, name: str, params: Params | None = None) -> list[Row]:
        """Every row of one statement in a transaction of its own."""
        async with self.autocommit() as session:
            return await session.all(name, params)

    async def one(self, name: str, params: Params | None = None) -> Row | None:
        """The first row of one statement in a transaction of its own, or None."""
        async with self.autocommit() as session:
            return await session.one(name, params)
