"""The one reader of a process. It listens only while somebody watches; the end of its session tells
the database that nobody does any more."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from uuid import UUID

from api.access import Principal
from api.errors import Stopping, StreamsFull, TooManyStreams
from api.live.audience import Audience, Look
from api.live.topics import Listing, Selection, Single
from api.live.watch import Watch
from mediaq import log
from mediaq.db.listen import Listener, Notification
from mediaq.db.pool import Database
from mediaq.errors import MediaqError
from mediaq.settings import Settings

CHANNEL = "mediaq_changed"
# What changes meanwhile is read together.
BETWEEN_READS = 0.1
# So many notifications between two reads are too many; then nothing is told for a while.
FLOOD = 20
QUIET_SECONDS = 0.5
# Progress is not told; neither is anything while the session is away.
POLL_SECONDS = 0.5
# Every so many polls compare everything that is shown, lists too.
POLLS_OF_ALL = 10
# Streams come back: the session is kept for a while.
LINGER_SECONDS = 10.0
RETRY_SECONDS = 30

logger = log.get(__name__)


class Hub:
    """Who watches, and the task that reads for them. `with` ends it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._audiences: dict[str, Audience] = {}
        self._open = 0
        self._by_key: Counter[str] = Counter()
        self._due = asyncio.Event()
        self._connected = asyncio.Event()
        self._flooded = asyncio.Event()
        self._heard = 0
        self._polls = 0
        self._next_poll = 0.0
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    async def __aenter__(self) -> "Hub":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop()
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    def stop(self) -> None:
        """The process stops: every stream and every held request ends now, and none begins."""
        self._stopping = True
        self._end_all()

    @contextmanager
    def analysis(self, who: Principal, id: UUID) -> Iterator[Watch[Single]]:
        """Watches one analysis. Raises StreamsFull, TooManyStreams, Stopping."""
        with self._counted(who), self._audience(who.owner).analysis(id) as watch:
            self._start()
            yield watch

    @contextmanager
    def selection(self, who: Principal, wanted: Selection) -> Iterator[Watch[Listing]]:
        """Watches a list. Raises StreamsFull, TooManyStreams, Stopping."""
        with self._counted(who), self._audience(who.owner).selection(wanted) as watch:
            self._start()
            yield watch

    @contextmanager
    def _counted(self, who: Principal) -> Iterator[None]:
        if self._stopping:
            raise Stopping
        if self._open >= self._settings.max_streams:
            raise StreamsFull
        if who.key and self._by_key[who.key] >= self._settings.max_streams_per_key:
            raise TooManyStreams(headers={"Retry-After": str(RETRY_SECONDS)})
        self._open += 1
        self._by_key[who.key or ""] += 1
        try:
            yield
        finally:
            self._open -= 1
            self._by_key[who.key or ""] -= 1
            self._by_key += Counter()  # drops those that are at zero
            self._audiences = {o: a for o, a in self._audiences.items() if not a.empty}
            if not self._open:
                asyncio.get_running_loop().call_later(LINGER_SECONDS, self._rest)

    def _audience(self, owner: str) -> Audience:
        return self._audiences.setdefault(owner, Audience(owner))

    def _start(self) -> None:
        """There is something to read, and somebody to read for."""
        self._due.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def _rest(self) -> None:
        """Nobody has watched for a while."""
        if self._task and not self._open:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        listener = Listener(self._database.access, [CHANNEL], self._hear)
        try:
            async with asyncio.TaskGroup() as parts:
                parts.create_task(listener.run())
                parts.create_task(self._say_so(listener))
                parts.create_task(self._read())
        except Exception:
            # A defect. Clients come back, to a reader that begins anew.
            logger.exception("live_crashed")
            self._end_all()

    def _end_all(self) -> None:
        for audience in self._audiences.values():
            for watch in audience.watches():
                watch.end()

    def _hear(self, message: Notification) -> None:
        """After a (re)connect, and when too much changed to be named, everything is read."""
        self._heard += 1
        if not message.channel:
            self._connected.set()
        if not message.channel or self._heard > FLOOD:
            self._flooded.set()
        ids = _ids(message.payload)
        for audience in self._audiences.values():
            if ids is None:
                audience.hear_all()
            else:
                audience.hear(ids)
        self._due.set()

    async def _say_so(self, listener: Listener) -> None:
        """In each new session: changes are told from here on; what came before is read. When they
        come too fast, not for a while: every commit that notifies waits for all others."""
        while True:
            await self._connected.wait()
            self._connected.clear()
            self._flooded.clear()
            with suppress(MediaqError):
                while not self._connected.is_set():
                    await listener.ask("live.watch", {})
                    self._hear(Notification(CHANNEL))
                    await self._flooded.wait()
                    self._flooded.clear()
                    if not self._connected.is_set():
                        await listener.ask("live.unwatch", {})
                        await asyncio.sleep(QUIET_SECONDS)

    async def _read(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, self._next_poll - monotonic())):
                    await self._due.wait()
            self._due.clear()
            self._heard = 0
            look = self._look()
            for audience in list(self._audiences.values()):
                if look or audience.due:
                    await audience.read(self._database, look)
            await asyncio.sleep(BETWEEN_READS)

    def _look(self) -> Look | None:
        """How to look for what was not told, if it is time to."""
        if monotonic() < self._next_poll:
            return None
        self._next_poll = monotonic() + POLL_SECONDS
        self._polls += 1
        if self._polls % POLLS_OF_ALL:
            return "live.advanced"
        for audience in self._audiences.values():
            audience.hear_lists()
        return "live.moved"


def _ids(payload: str) -> set[UUID] | None:
    """The ids in a notification. Anybody may notify: what is not ours counts as everything."""
    try:
        return {UUID(text) for text in payload.split(",")}
    except ValueError:
        return None
