"""A stream's, or a held request's, place at a topic."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Generic, Self, TypeVar

from api.errors import Stopping
from mediaq.errors import MediaqError

Topic = TypeVar("Topic")


class Watch(Generic[Topic]):
    """Says when its topic has changed; leaves it at the end of `with`."""

    def __init__(self, topic: Topic, since: int, leave: "Callable[[Watch[Topic]], None]") -> None:
        self.topic = topic
        self.over = False
        # Reads that began before the watch did not see what its client saw.
        self._since = since
        self._leave = leave
        self._read = False
        self._error: MediaqError | None = None
        self._changed = asyncio.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave(self)

    async def first(self) -> Topic:
        """The topic, once it was read after this watch began.

        Raises what the read raised, and Stopping.
        """
        while not self._read:
            await self._changed.wait()
            self._changed.clear()
            if self._error:
                raise self._error
        return self.topic

    async def changed(self, seconds: float) -> bool:
        """Returns when the topic may have changed since the last call, or time is up: False then,
        and when the process stops."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        changed = self._changed.is_set() and not self.over
        self._changed.clear()
        return changed

    def tell(self) -> None:
        """The topic has changed."""
        self._changed.set()

    def was_read(self, number: int) -> bool:
        """The topic was read, by the read of this number; whether it is the first of this watch."""
        if self._read or number <= self._since:
            return False
        self._read = True
        return True

    def fail(self, error: MediaqError) -> None:
        """The topic cannot be read just now. Whoever has seen it before waits for better times."""
        if not self._read:
            self._error = error
            self._changed.set()

    def end(self) -> None:
        """The process stops."""
        self.over = True
        self.fail(Stopping())
        self._changed.set()
