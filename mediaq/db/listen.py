"""LISTEN on a connection of its own, in autocommit, reconnecting for ever."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import psycopg
from psycopg import sql

from mediaq import log
from mediaq.db.connect import Access

logger = log.get(__name__)
SILENCE_SECONDS = 15.0


@dataclass(frozen=True)
class Notification:
    """A notification; `channel` is empty after a (re)connect, when some may have been missed."""

    channel: str = ""
    payload: str = ""


async def listen(access: Access, channels: Sequence[str]) -> AsyncIterator[Notification]:
    """Yields notifications until closed. After each connect it first yields an empty one.

    A connection that stays silent is pinged, so that a dead one is noticed.
    """
    access = replace(access, application=f"{access.application} listener")
    delay = 0.1
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(
                **access.arguments(), autocommit=True
            )
            async with connection:
                for channel in channels:
                    await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
                delay = 0.1
                yield Notification()
                while True:
                    async for message in connection.notifies(timeout=SILENCE_SECONDS):
                        yield Notification(message.channel, message.payload)
                    await connection.execute("select 1")
        except psycopg.Error as error:
            logger.warning("listener_lost", error=str(error).strip(), retry_in=round(delay, 1))
        await asyncio.sleep(delay * random.uniform(0.5, 1.0))
        delay = min(delay * 2, 1.0)
