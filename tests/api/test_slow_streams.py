"""Clients that do not take what they are sent: nothing piles up for them, and they are let go.

Database, notifications and reader are real; only the connection is the test's own.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any, LiteralString
from uuid import UUID

from starlette.types import Message

from api.access import ANYBODY
from api.live.hub import Hub
from api.live.stream import Stream, of_analysis
from mediaq.db.connect import Access
from mediaq.db.pool import Database
from mediaq.settings import Settings
from tests.api.rows import complete, uploaded
from tests.kit.connections import Connection

SCOPE = {"type": "http", "method": "GET", "path": "/"}

CANCEL: LiteralString = (
    "select mediaq.cancel('mediaq.analysis', array_agg(id)) from mediaq.analysis"
)
RETRY: LiteralString = CANCEL.replace("cancel", "retry")


class Client:
    """Takes what it is sent while `open`."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.blocked = asyncio.Event()
        self.body = ""

    async def send(self, message: Message) -> None:
        if "event:" in message.get("body", b"").decode():
            self.blocked.set()
            await self.open.wait()
        self.body += message.get("body", b"").decode()

    async def receive(self) -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    def events(self) -> list[str]:
        """Their names."""
        return [line[7:] for line in self.body.splitlines() if line.startswith("event: ")]


def with_hub(
    settings: Settings, scenario: Callable[[Hub, Client], Coroutine[Any, Any, None]]
) -> None:
    async def run() -> None:
        access = Access(settings.database_url or "", "mediaq_api", "mediaq api")
        few = settings.model_copy(update={"max_streams": 2})
        async with asyncio.timeout(20), Database(access) as database, Hub(few, database) as hub:
            await scenario(hub, Client())

    asyncio.run(run())


async def opened(hub: Hub, analysis_id: UUID, **options: float) -> Stream:
    with ExitStack() as place:
        watch = place.enter_context(hub.analysis(ANYBODY, analysis_id))
        await watch.first()
        return Stream(of_analysis(watch, None), place.pop_all(), **options)
    raise AssertionError


def test_a_slow_client_gets_the_newest_state_and_no_backlog(
    settings: Settings, connection: Connection
) -> None:
    _, analysis_id = uploaded(connection)

    async def scenario(hub: Hub, client: Client) -> None:
        stream = await opened(hub, analysis_id)
        running = asyncio.create_task(stream(SCOPE, client.receive, client.send))
        await client.blocked.wait()
        with hub.analysis(ANYBODY, analysis_id) as quick:
            await quick.first()
            for status, change in [("canceled", CANCEL), ("queued", RETRY)] * 5:
                connection.execute(change)
                while quick.topic.state is None or quick.topic.state.status != status:
                    await quick.changed(10)
        complete(connection, analysis_id)
        client.open.set()
        await running
        assert client.events()[-2:] == ["analysis", "end"]
        assert '"status":"completed"' in client.body
        assert len(client.events()) <= 4

    with_hub(settings, scenario)


def test_a_stuck_client_is_let_go(settings: Settings, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)

    async def scenario(hub: Hub, client: Client) -> None:
        for _ in range(3):  # more than there are places
            stream = await opened(hub, analysis_id, send_timeout=0.05)
            await stream(SCOPE, client.receive, client.send)
        assert client.events() == []

    with_hub(settings, scenario)
