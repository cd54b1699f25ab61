"""A child process that is started and ended whole, however often its owner is cancelled."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from typing import Any

from mediaq.errors import ToolFailed
from mediaq.media.conversation import Conversation
from mediaq.media.launch import Launch

_REAP_SECONDS = 5.0


@dataclass(frozen=True)
class Lifeline:
    """A pipe: the tool gets `inside`, and the kernel kills it when `held` is closed."""

    inside: FileIO
    held: FileIO


@contextmanager
def lifeline() -> Iterator[Lifeline]:
    """A pipe that only this process holds, until the end or until `held` is closed."""
    inside, held = os.pipe()
    with FileIO(inside, "r") as reader, FileIO(held, "w") as writer:
        yield Lifeline(reader, writer)


@asynccontextmanager
async def running(made: Launch, line: Lifeline, talk: Conversation) -> AsyncIterator[None]:
    """Starts the command; at the end its group is killed and reaped, and its pipes are closed."""
    # Not cancelled midway: asyncio would kill the one process it knows, and a bubblewrap killed
    # while it sets up leaves its other half behind, waiting for ever.
    starting = asyncio.ensure_future(
        asyncio.get_running_loop().subprocess_exec(
            lambda: talk,
            *made.argv,
            env=made.environment,
            cwd=made.cwd,
            pass_fds=[made.lifeline],
            start_new_session=True,
        )
    )
    cancelled = await _settled(starting)
    try:
        transport, _ = starting.result()
    except OSError as error:
        raise ToolFailed(f"The tool process did not start: {error.strerror}.") from error
    try:
        if cancelled is None:
            yield
    finally:
        ending = asyncio.ensure_future(_end(transport, line, talk))
        cancelled = await _settled(ending) or cancelled
        if cancelled is not None:
            raise cancelled


async def _end(transport: asyncio.SubprocessTransport, line: Lifeline, talk: Conversation) -> None:
    """Kills the group and waits until it is reaped and every holder of its pipes is gone."""
    talk.answer.cancel()
    with suppress(ProcessLookupError):
        os.killpg(transport.get_pid(), signal.SIGKILL)
    line.held.close()
    # Before close(): that polls, and takes the exit status away from asyncio's own watcher.
    await asyncio.wait([talk.gone], timeout=_REAP_SECONDS)
    transport.close()
    await asyncio.wait([talk.gone], timeout=_REAP_SECONDS)


async def _settled(task: asyncio.Future[Any]) -> asyncio.CancelledError | None:
    """Waits until the task is done, also through cancellations; returns the last of them."""
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    return cancelled
