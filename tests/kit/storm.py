"""The storm: random faults from a seed over workers at work; safety throughout, then liveness.

`scripts/faults --seed N --seconds S`. The sequence of faults follows from the seed alone; how they
meet the work does not, so a seed is a hint and no proof.
"""

import argparse
import os
import random
import secrets
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic

import psycopg

from mediaq.db.migrate import migrate
from tests.kit.gates import terminate
from tests.kit.history import History
from tests.kit.labourer import HALT, labour
from tests.kit.postmaster import Postmaster, postmaster
from tests.kit.processes import WorkerProcess
from tests.kit.proxy import Proxy, proxy
from tests.kit.wait import wait_for

WORKERS = 4
JOBS = 2000
# 2 x (lease + rescue + cap of the back-off), at a lease of 2 s.
LIVENESS_SECONDS = 2 * (2.0 + 0.2 + 0.3)


class Storm:
    """What can be hurt, and the ways to hurt it."""

    def __init__(self, server: Postmaster, way: Proxy, data: Path, seed: int) -> None:
        self.server, self.way, self.data = server, way, data
        self.random = random.Random(seed)
        self.count: Counter[str] = Counter()
        self.workers: list[WorkerProcess] = []
        self._stacks: list[ExitStack] = []
        for _ in range(WORKERS):
            self._hire()

    def _hire(self) -> None:
        stack = ExitStack()
        self._stacks.append(stack)
        made = labour(self.way.url, self.data, seconds=0.02, supervised=True)
        self.workers.append(stack.enter_context(made))

    def step(self) -> None:
        """One fault, and the pause after it."""
        faults = [self.kill, self.stop, self.terminate, self.cut, self.stall, self.swallow]
        weights = [2, 2, 3, 3, 1, 3]
        fault = self.random.choices(
            [*faults, self.deafen, self.restart, self.crash, self.halt], [*weights, 2, 1, 2, 1]
        )[0]
        self.count[fault.__name__] += 1
        fault()
        threading.Event().wait(self.random.uniform(0.05, 0.5))

    def _one(self) -> int:
        return self.random.randrange(WORKERS)

    def kill(self) -> None:
        """SIGKILL of a supervisor, with which its worker dies; and a new pair in its place."""
        which = self._one()
        self.workers[which].signal(signal.SIGKILL)
        self._stacks[which].close()
        del self.workers[which], self._stacks[which]
        self._hire()

    def stop(self) -> None:
        """SIGSTOP for longer than a lease, or shorter; others go on meanwhile."""
        pid, seconds = self.workers[self._one()].pid, self.random.uniform(0.2, 3.0)
        _send(pid, signal.SIGSTOP)
        threading.Event().wait(seconds)
        _send(pid, signal.SIGCONT)

    def crash(self) -> None:
        """A worker dies under its supervisor."""
        _send(self.workers[self._one()].pid, signal.SIGSEGV)

    def halt(self) -> None:
        """The event loop of a worker stands still from now on."""
        _send(self.workers[self._one()].pid, HALT)

    def _as_admin(self, application: str) -> None:
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            terminate(connection, application)

    def terminate(self) -> None:
        """Every backend of the workers."""
        self._as_admin("labourer")

    def deafen(self) -> None:
        """The listeners alone: notifications are lost."""
        self._as_admin("labourer listener")

    def cut(self) -> None:
        """Resets all connections, or lets replies end early for a while."""
        self.way.faults.cut_after = self.random.choice([-1, -1, 0, 9])
        self.way.cut()
        threading.Event().wait(0.1)
        self.way.faults.cut_after = -1

    def stall(self) -> None:
        """A black hole for a while."""
        self.way.faults.stalled.set()
        threading.Event().wait(self.random.uniform(0.1, 3.0))
        self.way.faults.stalled.clear()

    def swallow(self) -> None:
        """The reply of the next COMMIT or exchange is lost."""
        self.way.faults.swallow = self.random.choice(
            [b"COMMIT", b"mediaq.exchange(", b"claim_ssml_jobs"]
        )

    def restart(self) -> None:
        """The server is killed and started again."""
        self.server.restart_immediately()

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        self.way.faults.swallow, self.way.faults.cut_after = b"", -1
        self.way.faults.stalled.clear()

    def close(self) -> None:
        """Ends the workers."""
        for stack in self._stacks:
            stack.close()


def _send(pid: int, number: signal.Signals) -> None:
    """To a worker that may have died of an earlier fault."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


@contextmanager
def enqueuing(way: Proxy, past: History, seconds: float) -> Iterator[None]:
    """A producer that spreads its jobs over the storm, through the same bad network."""
    enough = threading.Event()

    def produce() -> None:
        while not enough.is_set():
            try:
                with psycopg.connect(way.url, autocommit=True, connect_timeout=5) as connection:
                    while len(past) < JOBS and not enough.wait(5 * seconds / JOBS):
                        if past.enqueue(connection, 5) != "ok":
                            break
            except psycopg.Error:
                pass
            enough.wait(0.05)

    thread = threading.Thread(target=produce, daemon=True)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join(10)


def settle(server: Postmaster, past: History, start: float) -> list[tuple[str, str]]:
    """Waits for liveness after healing; the violations, of which being late is one."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        past.use(connection)
        late: list[tuple[str, str]] = []
        try:
            wait_for(past.ended, LIVENESS_SECONDS)
            print(f"healed: every job ended after {monotonic() - start:.1f} s")
        except AssertionError:
            late = [("all jobs end in time", f"not within {LIVENESS_SECONDS} s")]
            wait_for(past.ended, 60.0)
        return late + past.violations()


def storm(seed: int, seconds: float) -> list[tuple[str, str]]:
    """Runs it; the promises that were broken."""
    with (
        postmaster() as server,
        tempfile.TemporaryDirectory() as data,
        proxy(server.url) as way,
    ):
        migrate(server.url)
        with psycopg.connect(server.url, autocommit=True) as connection:
            past = History(connection)
        made = Storm(server, way, Path(data), seed)
        try:
            with enqueuing(way, past, seconds):
                end = monotonic() + seconds
                while monotonic() < end:
                    made.step()
                made.heal()
            healed = monotonic()
            print(f"faults: {dict(made.count)}; jobs: {len(past)}")
            return settle(server, past, healed)
        finally:
            made.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="scripts/faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}, {options.seconds:g} s, {WORKERS} workers", flush=True)
    violations = storm(options.seed, options.seconds)
    for promise, what in violations[:20]:
        print(f"VIOLATED: {promise}: {what}")
    print("verdict:", f"{len(violations)} violations" if violations else "every promise kept")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
