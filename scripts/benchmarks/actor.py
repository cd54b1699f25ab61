"""The inside of a measured process: JSON lines on stdout, commands on stdin.

Standard library only: it runs in the peers' environment too. A process says `ready`, waits for
`go`, works until `stop` (or the end of stdin), and ends with one line of results.
"""

import asyncio
import json
import resource
import sys
import threading
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

Role = Callable[[str, dict[str, Any], "Actor"], Awaitable[dict[str, Any]]]


class Count:
    """What the no-op handlers call: proof that each job was handled, and when."""

    def __init__(self) -> None:
        self.handled = 0
        self.every = 0
        self.stamp = False
        self.marks: list[float] = []

    def hit(self) -> None:
        """One job was handled."""
        self.handled += 1
        if self.stamp:
            say(t=monotonic())
        elif self.every and self.handled % self.every == 0:
            self.marks.append(monotonic())


COUNT = Count()


def say(**fields: Any) -> None:
    """One line to the harness."""
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


class Actor:
    """The harness, as the process sees it."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._cpu = 0.0

    def ready(self) -> None:
        """Says that everything is connected, and blocks until the harness says go."""
        say(ready=True)
        sys.stdin.readline()
        self._cpu = _cpu()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        sys.stdin.readline()
        self.stopping.set()

    async def stopped(self) -> None:
        """Returns when the harness says stop."""
        await asyncio.to_thread(self.stopping.wait)

    def results(self) -> dict[str, Any]:
        """What was handled, its marks, and the CPU seconds spent since go."""
        return {"handled": COUNT.handled, "marks": COUNT.marks, "cpu": _cpu() - self._cpu}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def timed(actor: Actor, *tasks: Callable[[], Awaitable[Any]]) -> dict[str, Any]:
    """Runs the tasks side by side once the harness says go; when they began and ended."""
    actor.ready()
    began = monotonic()
    done = await asyncio.gather(*(task() for task in tasks))
    times = sum(number for number in done if isinstance(number, int))
    return {"began": began, "ended": monotonic(), "times": times, **actor.results()}


def repeat(seconds: float, once: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[int]]:
    """A client that does one thing again and again for a while; answers how often."""

    async def client() -> int:
        times, deadline = 0, monotonic() + seconds
        while monotonic() < deadline:
            await once()
            times += 1
        return times

    return client


def main(**roles: Role) -> None:
    """Plays the role named on the command line: ROLE URL OPTIONS."""
    role, url, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    COUNT.stamp = bool(options.get("stamp"))
    COUNT.every = int(options.get("every", 0))
    if options.get("uvloop"):
        import uvloop

        run = uvloop.run
    else:
        run = asyncio.run
    say(**run(roles[role](url, options, Actor())))
