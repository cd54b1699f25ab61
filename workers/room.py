"""Stops the claims of a worker while its storage has too little room; goes on by itself."""

import asyncio
from collections.abc import Callable

from mediaq import log
from workers.exchange import Exchange

logger = log.get(__name__)
LOOK_SECONDS = 1.0


class Room:
    """Whether there is room for what handlers write. `enough` may block."""

    def __init__(self, enough: Callable[[], bool], exchange: Exchange) -> None:
        self._enough = enough
        self._exchange = exchange
        self._full = False

    async def look(self) -> None:
        """Looks once: before the first claim."""
        full = not await asyncio.to_thread(self._enough)
        if full != self._full:
            self._full = full
            logger.warning("storage_full" if full else "storage_has_room")
            self._exchange.hold(full)

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look()
