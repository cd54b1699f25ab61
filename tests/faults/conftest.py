"""Fixtures of the fault matrix; each row's recovery time goes to the end of the run's report."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import pytest

from tests.kit import history
from tests.kit.connections import Connection
from tests.kit.history import History
from tests.kit.wait import wait_for

FAULTS = pytest.StashKey[list[str]]()


class Recovery(Protocol):
    """Times how long a predicate takes to hold after a fault."""

    def __call__(self, row: int, fault: str) -> Any: ...


class Clock:
    """A recovery being timed."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.seconds = 0.0

    def until(self, predicate: Callable[[], object], most: float) -> None:
        """Waits; fails when it takes longer."""
        wait_for(predicate, most)
        self.seconds = time.monotonic() - self.start


@pytest.fixture
def recovery(record_property: Callable[[str, object], None]) -> Recovery:
    """`with recovery(3, "zombie") as clock: clock.until(...)`."""

    @contextmanager
    def timed(row: int, fault: str) -> Iterator[Clock]:
        clock = Clock()
        yield clock
        seconds = clock.seconds or time.monotonic() - clock.start
        record_property("fault", f"fault {row:2} {fault}: recovered in {seconds:.1f} s")

    return timed


@pytest.fixture
def past(connection: Connection) -> History:
    """The history checker on this test's database, with short leases."""
    return History(connection)


@pytest.fixture
def named_effect() -> Iterator[None]:
    """The checker's statement in this process."""
    with history.registered():
        yield


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [r for key in ("passed", "failed") for r in terminalreporter.getreports(key)]
    lines = {text for r in reports for name, text in r.user_properties if name == "fault"}
    for line in sorted(lines):
        terminalreporter.write_line(line)
