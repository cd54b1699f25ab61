"""listen: an empty notification after each connect, and a reconnect whenever it breaks."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from mediaq.db.connect import Access
from mediaq.db.listen import Notification, listen
from tests.kit.connections import Connection

CHANNELS = ("mediaq_wake", "mediaq_cancel")


async def receive(url: str, connection: Connection, *steps: str) -> list[Notification]:
    """What a listener hears: first its connect, then the answer to each statement."""
    heard = []
    notifications = cast(
        AsyncGenerator[Notification], listen(Access(url, application="test"), CHANNELS)
    )
    async with aclosing(notifications), asyncio.timeout(20):
        heard.append(await anext(notifications))
        for step in steps:
            connection.execute(step.encode())
            heard.append(await anext(notifications))
    return heard


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
