"""The memory of a session's claims: where it goes on changes no order and hides nothing."""

from datetime import timedelta

import pytest

from tests.kit.connections import value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def test_one_by_one_the_order_holds_among_equals(queue: Queue) -> None:
    """Jobs of one statement are due at the same moment; their ids decide."""
    now = value(queue.connection, "select mediaq.now()")
    equals = queue.add(3, run_at=now - timedelta(seconds=2))
    later = queue.add(1, run_at=now - timedelta(seconds=1))
    assert [queue.take().id for _ in range(4)] == [*equals, *later]


def test_what_appears_before_the_place_is_found_within_a_second(queue: Queue) -> None:
    now = value(queue.connection, "select mediaq.now()")
    queue.add(3, run_at=now - timedelta(seconds=1))
    queue.take()
    late = queue.add_one(run_at=now - timedelta(seconds=2))
    queue.connection.execute(
        "select set_config('mediaq.now', (mediaq.now() + interval '1 second')::text, false)"
    )
    assert queue.take().id == late
