"""The memory of a session's claims: where it goes on changes no order and hides nothing."""

from datetime import timedelta
from typing import Any

import pytest

from tests.kit.connections import advance, value
from tests.kit.queues import Queue
from tests.sql.test_pause import pause, resume

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


@pytest.mark.parametrize(
    "limits",
    [{"concurrency": 2}, {"key_concurrency": 2}, {"rate_limit": 2, "rate_period": "1 hour"}],
    ids=str,
)
def test_who_knows_its_place_obeys_a_new_limit(queue: Queue, limits: dict[str, Any]) -> None:
    queue.limit(fair=False)
    queue.add(8, key="ann")
    queue.complete(queue.take())
    queue.limit(**limits)
    assert len(queue.claim(4)) == 2


def test_who_knows_its_place_shares_out_as_soon_as_told(queue: Queue) -> None:
    queue.limit(fair=False)
    queue.add(8, key="ann")
    queue.take()
    queue.limit(fair=True)
    single = queue.add_one(key="bob")
    assert single in [job.id for job in queue.claim(4)]


def test_who_knows_its_place_obeys_a_pause(queue: Queue) -> None:
    queue.add(3)
    queue.take()
    pause(queue)
    assert queue.claim(5) == []
    resume(queue)
    assert len(queue.claim(5)) == 2


@pytest.mark.parametrize("priority", [-5, 5])
def test_a_sweep_finds_every_priority(queue: Queue, priority: int) -> None:
    """Also by a session that knows of one priority only."""
    queue.add(3)
    queue.take()
    other = queue.add_one(priority=priority)
    advance(queue.connection, "2 seconds")
    found = [job.id for job in queue.claim(9)]
    assert len(found) == 3
    assert other in found
