"""Wakes the worker: by notification, by the next job's due time, by a jittered poll behind both."""

import asyncio
import random
from contextlib import suppress

from mediaq.db.connect import Access
from mediaq.db.listen import listen

# A job that is due and was not claimed is locked by somebody; it is looked at again after this.
LOCKED_SECONDS = 0.05


class Waker:
    """What an idle worker waits on."""

    def __init__(self, queue: str, *, poll_seconds: float, canceled: asyncio.Event) -> None:
        self.event = asyncio.Event()
        self._table = queue.rpartition(".")[2]
        self._poll_seconds = poll_seconds
        self._canceled = canceled

    async def run(self, access: Access) -> None:
        """Listens until cancelled. After a reconnect both events are set: some may be missed."""
        async for message in listen(access, ["mediaq_wake", "mediaq_cancel"]):
            if message.payload not in ("", self._table):
                continue
            if message.channel != "mediaq_cancel":
                self.event.set()
            if message.channel != "mediaq_wake":
                self._canceled.set()

    async def wait(self, due_in: float | None) -> None:
        """Returns when woken, when the next job is due, or at the next poll."""
        poll = self._poll_seconds * random.uniform(0.8, 1.0)
        seconds = poll if due_in is None else min(poll, max(due_in, LOCKED_SECONDS))
        with suppress(TimeoutError):
            await asyncio.wait_for(self.event.wait(), seconds)
        self.event.clear()
