"""LISTEN on a session of its own, reconnecting for ever; the same session answers statements.

Session-level locks belong to the session that listens: when it breaks, both are gone together, and
whoever relied on them hears of it as a reconnect.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import psycopg
from psycopg import sql
from psycopg.rows import DictRow, dict_row

from mediaq import log
from mediaq.db.connect import Access
from mediaq.db.pool import Params, Row, Session
from mediaq.db.sqlstate import translate
from mediaq.db.statements import statement
from mediaq.errors import DatabaseUnavailable

logger = log.get(__name__)
SILENCE_SECONDS = 15.0

Connection = psycopg.AsyncConnection[DictRow]


@dataclass(frozen=True)
class Notification:
    """A notification; `channel` is empty after a (re)connect, when some may have been missed."""

    channel: str = ""
    payload: str = ""


# What to do about a notification over the very session that heard it, which is awake and warm.
Follow = Callable[[Session], Awaitable[None]]


@dataclass(frozen=True)
class _Asked:
    name: str
    params: Params
    answer: "asyncio.Future[Row | None]"


class Listener:
    """A listening session. `hear` is called for each notification, and with an empty one after
    each connect; what it returns is done at once, over this session."""

    def __init__(
        self, access: Access, channels: Sequence[str], hear: Callable[[Notification], Follow | None]
    ) -> None:
        self._access = replace(access, application=f"{access.application} listener")
        self._channels = channels
        self._hear = hear
        self._asked: asyncio.Queue[_Asked] = asyncio.Queue()
        self._waiting: _Asked | None = None
        self._following = asyncio.Lock()

    async def ask(self, name: str, params: Params) -> Row | None:
        """The first row of a named statement, run in the listening session.

        Raises DatabaseUnavailable when the session breaks first.
        """
        asked = _Asked(name, params, asyncio.get_running_loop().create_future())
        self._asked.put_nowait(asked)
        return await asked.answer

    async def run(self) -> None:
        """Listens until cancelled. A session that stays silent is pinged, so that a dead one is
        noticed."""
        delay = 0.1
        while True:
            try:
                async with await self._connect() as connection:
                    delay = 0.1
                    self._hear(Notification())
                    while True:
                        await self._until_asked(connection)
            except psycopg.Error as error:
                self._refuse(error)
                logger.warning("listener_lost", error=str(error).strip(), every=log.REPEAT_SECONDS)
            await asyncio.sleep(delay * random.uniform(0.5, 1.0))
            delay = min(delay * 2, 1.0)

    async def _connect(self) -> Connection:
        connection = await psycopg.AsyncConnection.connect(
            **self._access.arguments(), autocommit=True, row_factory=dict_row
        )
        for channel in self._channels:
            await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
        return connection

    async def _until_asked(self, connection: Connection) -> None:
        """Hears until a statement is asked for, runs it, answers."""
        hearing = asyncio.create_task(self._listen(connection))
        asking = asyncio.create_task(self._asked.get())
        try:
            await asyncio.wait({hearing, asking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # Taken before anything can raise: what was asked must be answered or refused.
            self._waiting = asking.result() if asking.done() else None
            asking.cancel()
            async with self._following:
                hearing.cancel()
            # Not `await hearing`: a cancellation of this very task could not be told from its.
            await asyncio.wait([hearing])
        if not hearing.cancelled():
            hearing.result()
        if self._waiting:
            cursor = await connection.execute(statement(self._waiting.name), self._waiting.params)
            row = await cursor.fetchone()
            if not self._waiting.answer.done():
                self._waiting.answer.set_result(row)
            self._waiting = None

    async def _listen(self, connection: Connection) -> None:
        while True:
            silent, follow = True, None
            async for message in connection.notifies(timeout=SILENCE_SECONDS, stop_after=1):
                silent = False
                # Several may come at once, not all of them for us.
                follow = self._hear(Notification(message.channel, message.payload)) or follow
            if silent:
                await connection.execute("select 1")
            elif follow:
                async with self._following:
                    await follow(Session(connection))

    def _refuse(self, error: psycopg.Error) -> None:
        """The session broke: everything asked of it is refused."""
        left = [self._waiting] if self._waiting else []
        self._waiting = None
        while not self._asked.empty():
            left.append(self._asked.get_nowait())
        known = translate(error)
        refusal = (
            known if isinstance(known, DatabaseUnavailable) else DatabaseUnavailable(str(known))
        )
        for asked in left:
            if not asked.answer.done():
                asked.answer.set_exception(refusal)
