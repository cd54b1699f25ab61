"""The pulse of a worker process: lines on a pipe to its supervisor, written by the event loop.

Where the loop stands still (a regex without end, a C call that keeps the interpreter lock) nothing
in the process works: no heartbeat, no deadline, no signal handler. Only from outside can it be
ended.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from uuid import UUID

# Names the descriptor that a supervised process writes its pulse to.
VARIABLE = "MEDIAQ_PULSE"
# Beats, and looks of the supervisor, in the time that it waits for one.
BEATS = 8
# Until the first beat there is nothing to wait for, only to look for.
LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Beat:
    """One line: who lives, on which queue it works, seconds of silence after which it is dead."""

    worker: UUID
    queue: str
    patience: float

    def line(self) -> bytes:
        """As it goes through the pipe."""
        return f"{self.worker} {self.queue} {self.patience}\n".encode()

    @classmethod
    def parse(cls, line: bytes) -> "Beat":
        """From the pipe."""
        worker, queue, patience = line.decode().split()
        return cls(UUID(worker), queue, float(patience))


def descriptor() -> int | None:
    """Where this process writes its pulse; None when nobody watches. Children do not inherit it."""
    given = os.environ.pop(VARIABLE, None)
    if given is None:
        return None
    os.set_inheritable(int(given), False)
    os.set_blocking(int(given), False)
    return int(given)


async def beat_for_ever(pipe: int, beat: Callable[[], Beat], orphaned: Callable[[], None]) -> None:
    """Shows that the event loop runs, until cancelled: then the process is about to end, and is not
    waited for. `orphaned` is called when nobody is left to see it."""
    try:
        while True:
            now = beat()
            # A full pipe belongs to a supervisor that is stopped, and does not matter.
            with suppress(BlockingIOError):
                os.write(pipe, now.line())
            await asyncio.sleep(now.patience / BEATS)
    except BrokenPipeError:
        orphaned()
    finally:
        os.close(pipe)


class Pulse:
    """The supervisor's end of the pipe."""

    def __init__(self) -> None:
        self.beat: Beat | None = None
        self.failed = False
        self._heard = self._closed = False
        self._rest = b""
        self._reader, self.writer = os.pipe()
        os.set_blocking(self._reader, False)
        asyncio.get_running_loop().add_reader(self._reader, self._read)

    def started(self) -> None:
        """The process has its end now; ours would hide that it closed it."""
        os.close(self.writer)

    def close(self) -> None:
        """Forgets the process."""
        asyncio.get_running_loop().remove_reader(self._reader)
        os.close(self._reader)

    async def stands_still(self, pid: int) -> None:
        """Returns when the process, once it has beaten, was silent for as long as it had said.

        A process that is stopped by a signal is not silent but stopped. Time in which we were
        stopped ourselves does not count: a look counts as two at most, however late it comes.
        """
        silent = 0.0
        while True:
            pause = self.beat.patience / BEATS if self.beat else LOOK_SECONDS
            before = monotonic()
            await asyncio.sleep(pause)
            silent += min(monotonic() - before, 2 * pause)
            if self._heard or self._closed or _stopped(pid):
                silent, self._heard = 0.0, False
            if self.beat and silent >= self.beat.patience:
                self.failed = True
                return

    def _read(self) -> None:
        data = os.read(self._reader, 1 << 16)
        if not data:
            self._closed = True
            asyncio.get_running_loop().remove_reader(self._reader)
        *lines, self._rest = (self._rest + data).split(b"\n")
        if lines:
            self.beat, self._heard = Beat.parse(lines[-1]), True


def _stopped(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state in "tT"
