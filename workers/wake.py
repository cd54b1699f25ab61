"""Wakes the worker: by notification, by the next job's due time, by a jittered poll behind both.

The first claim after a notification goes over the session that heard it. Inserts notify only while
a worker says that it is idle. So a worker that comes to rest says so first and looks once more; it
takes its word back when it has been busy for a while.
"""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress

from mediaq.db.connect import Access
from mediaq.db.listen import Follow, Listener, Notification
from mediaq.db.pool import Session
from mediaq.errors import MediaqError

# A job that is due and was not claimed is locked by somebody; it is looked at again after this.
LOCKED_SECONDS = 0.05
# A worker that is called upon again within this time keeps its word that it is idle.
BUSY_SECONDS = 0.1
# Without a listening session the worker looks this often.
ANSWER_SECONDS = 1.0


class Waker:
    """What an idle worker waits on; a notification makes it look at once."""

    def __init__(
        self,
        access: Access,
        queue: str,
        *,
        poll_seconds: float,
        look: Callable[[], None],
        claim: Follow,
        canceled: asyncio.Event,
    ) -> None:
        self.event = asyncio.Event()
        self._look = look
        self._claim = claim
        self._queue = queue
        self._table = queue.rpartition(".")[2]
        self._poll_seconds = poll_seconds
        self._canceled = canceled
        self._listener = Listener(access, ["mediaq_wake", "mediaq_cancel"], self._hear)
        self._said_idle = False
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Listens until cancelled."""
        async with asyncio.TaskGroup() as parts:
            parts.create_task(self._listener.run())
            parts.create_task(self._take_back())

    async def wait(self, due_in: float | None) -> None:
        """Returns when there may be something to claim: at once when the worker has not said
        before that it is idle; else when woken, when the next job is due, or at the next poll."""
        self._woken.clear()
        if not self._said_idle:
            passed = await self._say_idle()
            await self._wait(0.0 if passed else LOCKED_SECONDS)
        else:
            poll = self._poll_seconds * random.uniform(0.8, 1.0)
            await self._wait(poll if due_in is None else min(poll, max(due_in, LOCKED_SECONDS)))
        self._woken.set()

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.event.wait()
        self.event.clear()

    async def _say_idle(self) -> bool:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                row = await self._listener.ask("queue.idle", {"queue": self._queue})
        except (MediaqError, TimeoutError):
            return False
        self._said_idle = bool(row and row["passed"])
        return self._said_idle

    async def _take_back(self) -> None:
        """Whenever the worker stays awake for a while, inserts need not notify it any more."""
        while True:
            await self._woken.wait()
            await asyncio.sleep(BUSY_SECONDS)
            if self._woken.is_set():
                self._woken.clear()
                if self._said_idle:
                    self._said_idle = False
                    with suppress(MediaqError):
                        await self._listener.ask("queue.busy", {"queue": self._queue})

    def _hear(self, message: Notification) -> Follow | None:
        """After a reconnect both events are set, and the idle lock went with the session."""
        if not message.channel:
            self._said_idle = False
        if message.payload not in ("", self._table):
            return None
        if message.channel == "mediaq_wake":
            return self._take
        self._canceled.set()
        if not message.channel:
            self._wake()
        return None

    async def _take(self, session: Session) -> None:
        await self._claim(session)
        self._wake()

    def _wake(self) -> None:
        self._look()
        self.event.set()
