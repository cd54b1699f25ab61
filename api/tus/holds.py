"""Who receives which upload in this process. A client that comes again has given its old connection
up, though we may not know yet: the newcomer stops the one that still waits on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from api.errors import TooSlow, UploadLocked

SILENT_SECONDS = 30.0
# Writing down what has arrived may take as long on a busy disk.
RELEASE_SECONDS = 20.0


class Hold:
    """One request that receives; `released` once what it took in is written down."""

    def __init__(self) -> None:
        self.released = asyncio.Event()
        self._stopped = asyncio.Event()
        self._waiting: asyncio.Timeout | None = None

    def stop(self) -> None:
        """Ends the wait for the next bytes."""
        self._stopped.set()
        if self._waiting and not self._waiting.expired():
            self._waiting.reschedule(asyncio.get_running_loop().time())

    async def patiently(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The same chunks. Raises UploadLocked when it was stopped, TooSlow when none came for
        long. Only the wait for bytes is cut short, never what is done with them."""
        while True:
            if self._stopped.is_set():
                raise UploadLocked("The upload goes on over another connection.")
            try:
                async with asyncio.timeout(SILENT_SECONDS) as self._waiting:
                    chunk = await anext(chunks, None)
            except TimeoutError:
                if not self._stopped.is_set():
                    raise TooSlow from None
                continue
            finally:
                self._waiting = None
            if chunk is None:
                return
            yield chunk


class Holds:
    """All of one process; lives as long as the application."""

    def __init__(self) -> None:
        self._held: dict[UUID, Hold] = {}

    async def free(self, id: UUID) -> None:
        """Returns when nobody in this process receives the upload any more; raises UploadLocked."""
        try:
            async with asyncio.timeout(RELEASE_SECONDS):
                while hold := self._held.get(id):
                    hold.stop()
                    await hold.released.wait()
        except TimeoutError:
            raise UploadLocked from None

    @asynccontextmanager
    async def held(self, id: UUID) -> AsyncIterator[Hold]:
        """The right to receive the upload in this process."""
        await self.free(id)
        hold = self._held[id] = Hold()
        try:
            yield hold
        finally:
            del self._held[id]
            hold.released.set()

    async def stop(self) -> None:
        """Stops all, and waits until what arrived is written down."""
        for hold in (held := list(self._held.values())):
            hold.stop()
        for hold in held:
            await hold.released.wait()
