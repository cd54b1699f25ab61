"""Bounds what a tool writes in all: the kernel bounds one file, but many fill a disk as well."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from mediaq.errors import ToolOutputTooLarge
from mediaq.media.conversation import Conversation

_LOOK_SECONDS = 1.0
_SHARE = 0.05  # of the time may go into looking, where there are very many files
_BLOCK = 512


@asynccontextmanager
async def bounded(
    talk: Conversation, directories: Sequence[Path], most_bytes: int
) -> AsyncIterator[None]:
    """While inside, the conversation fails once the directories hold more than `most_bytes`."""
    watch = asyncio.create_task(_watch(talk, directories, most_bytes))
    try:
        yield
    finally:
        watch.cancel()


async def _watch(talk: Conversation, directories: Sequence[Path], most_bytes: int) -> None:
    pause = _LOOK_SECONDS
    while not talk.answer.done():
        await asyncio.sleep(pause)
        began = time.monotonic()
        if await asyncio.to_thread(_bytes, directories) > most_bytes:
            detail = f"The tool process wrote more than {most_bytes} bytes."
            talk.fail(ToolOutputTooLarge(detail))
        pause = max(_LOOK_SECONDS, (time.monotonic() - began) / _SHARE)


def _bytes(directories: Sequence[Path]) -> int:
    """What everything below the directories takes on the disk."""
    total = 0
    for top in directories:
        for directory, _, files in os.walk(top):
            for name in files:
                with suppress(OSError):
                    total += os.lstat(os.path.join(directory, name)).st_blocks * _BLOCK
    return total
