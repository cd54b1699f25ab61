"""Claims per period: slots that are free again a period after they were taken."""

from datetime import timedelta

import pytest

from tests.kit.connections import Connect, advance, value
from tests.kit.queues import Queue
from tests.sql.test_limits import due_in

pytestmark = pytest.mark.sql


@pytest.fixture
def slow(queue: Queue) -> Queue:
    """Each queue in turn, three claims a minute."""
    queue.limit(rate_limit=3, rate_period="1 minute")
    return queue


def test_no_more_claims_in_a_period_than_the_limit(slow: Queue) -> None:
    slow.add(9)
    assert [len(slow.claim(2)), len(slow.claim(9)), len(slow.claim())] == [2, 1, 0]
    advance(slow.connection, "59 seconds")
    assert slow.claim() == []
    advance(slow.connection, "1 second")
    assert len(slow.claim(9)) == 3


def test_the_window_slides(one_queue: Queue) -> None:
    one_queue.limit(rate_limit=3, rate_period="1 minute")
    one_queue.add(9)
    one_queue.claim(1)
    advance(one_queue.connection, "30 seconds")
    assert len(one_queue.claim(9)) == 2
    advance(one_queue.connection, "30 seconds")
    assert len(one_queue.claim(9)) == 1
    advance(one_queue.connection, "30 seconds")
    assert len(one_queue.claim(9)) == 2


def test_a_claim_that_finds_nothing_takes_no_slot(slow: Queue) -> None:
    assert slow.claim(9) == []
    slow.add(9)
    assert len(slow.claim(9)) == 3


def test_an_end_gives_no_slot_back(one_queue: Queue) -> None:
    one_queue.limit(rate_limit=1, rate_period="1 minute")
    one_queue.add(2)
    one_queue.release(one_queue.take())
    assert one_queue.claim() == []


def test_a_claim_that_rolls_back_took_no_slot(one_queue: Queue) -> None:
    one_queue.limit(rate_limit=1, rate_period="1 minute")
    one_queue.add(2)
    with one_queue.connection.transaction(force_rollback=True):
        one_queue.take()
    assert len(one_queue.claim(9)) == 1


def test_claimers_at_once_share_the_slots_without_waiting(slow: Queue, connect: Connect) -> None:
    slow.add(9)
    other = slow.on(connect())
    with slow.connection.transaction(), other.connection.transaction():
        other.connection.execute("set lock_timeout = '1ms'")
        assert (len(slow.claim(2)), len(other.claim(9))) == (2, 1)
    assert slow.claim() == []


def test_a_worker_learns_when_the_next_slot_is_free(slow: Queue) -> None:
    assert due_in(slow) is None
    slow.add(9)
    slow.claim(3)
    advance(slow.connection, "20 seconds")
    assert due_in(slow) == timedelta(seconds=40)
    advance(slow.connection, "40 seconds")
    assert due_in(slow) <= timedelta(0)


@pytest.mark.parametrize(("limit", "more"), [(5, 2), (2, 0)])
def test_another_limit_keeps_what_was_taken(one_queue: Queue, limit: int, more: int) -> None:
    one_queue.limit(rate_limit=3, rate_period="1 minute")
    one_queue.add(9)
    one_queue.claim(3)
    one_queue.limit(rate_limit=limit)
    assert len(one_queue.claim(9)) == more
    query = "select count(*) from mediaq.rate_slots where queue = %s::regclass"
    assert value(one_queue.connection, query, one_queue.table) == limit


def test_migrating_again_changes_no_slot(slow: Queue) -> None:
    slow.add(9)
    slow.claim(2)
    query = "select array_agg((id, free_at)::text order by id) from mediaq.rate_slots"
    before = value(slow.connection, query)
    slow.connection.execute("select mediaq.equip_queue(%s)", [slow.table])
    assert value(slow.connection, query) == before
