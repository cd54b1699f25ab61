"""Calls that wait for a row that somebody else has locked."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.kit.connections import Connection, value
from tests.kit.queues import Queue
from tests.kit.wait import wait_for


@contextmanager
def blocked(queue: Queue, call: Callable[[], object], watcher: Connection) -> Iterator[None]:
    """Runs a call in a thread until it waits for a lock; waits for its end on leaving."""
    pid = queue.connection.info.backend_pid
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(call)
        wait_for(lambda: value(watcher, "select cardinality(pg_blocking_pids(%s))", pid))
        yield
        watcher.execute("commit")
        future.result(timeout=10)
