"""A helper thread: pictures are written while the next ones are decoded, without the GIL."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

MOST_WAITING = 4


class Aside:
    """Runs calls one after the other, in order, beside the caller.

    Few may wait, for each holds a decoded frame; a caller that is ahead waits for the oldest. An
    error in a call is raised to the caller by a later `run` or by `finish`.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def run(self, call: Callable[[], None]) -> None:
        """Queues a call."""
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(call))

    def finish(self) -> None:
        """Waits for all calls and ends the thread."""
        with self._thread:
            while self._waiting:
                self._waiting.popleft().result()
