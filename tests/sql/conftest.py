"""Fixtures of the SQL suite: one queue after the other."""

import pytest

from tests.kit.connections import Connection, advance
from tests.kit.queues import QUEUES, Queue


@pytest.fixture(params=QUEUES)
def queue(request: pytest.FixtureRequest, connection: Connection) -> Queue:
    """Each queue in turn, on a stopped clock."""
    advance(connection)
    return Queue(connection, request.param)


@pytest.fixture
def one_queue(connection: Connection) -> Queue:
    """One queue, where they cannot differ, on a stopped clock."""
    advance(connection)
    return Queue(connection)
