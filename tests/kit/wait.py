"""The only place in the tests that sleeps."""

import time
from collections.abc import Callable


def wait_for(predicate: Callable[[], object], timeout: float = 10.0) -> None:
    """Returns as soon as the predicate holds; fails when it does not within the timeout."""
    deadline = time.monotonic() + timeout
    while not predicate():
        if time.monotonic() > deadline:
            name = getattr(predicate, "__qualname__", repr(predicate))
            raise AssertionError(f"{name} did not hold within {timeout} s")
        time.sleep(0.01)
