"""limit_queue: setting and lifting limits."""

import psycopg
import pytest

from tests.kit.connections import Connect, value
from tests.kit.queues import Queue
from tests.sql.test_limits import held

pytestmark = pytest.mark.sql


def test_a_new_limit_counts_what_runs_already(one_queue: Queue) -> None:
    one_queue.add(9, key="ann")
    running = one_queue.claim(4)
    one_queue.limit(concurrency=5, key_concurrency=5)
    assert held(one_queue) == held(one_queue, "key_seat") == [0, 1, 2, 3]
    assert len(one_queue.claim(9)) == 1
    one_queue.limit(concurrency=2)
    one_queue.complete(*running[:3])
    assert one_queue.claim(9) == []
    one_queue.complete(running[3])
    assert len(one_queue.claim(9)) == 1


def test_a_lifted_limit_is_gone_and_its_seats_too(one_queue: Queue) -> None:
    one_queue.limit(concurrency=1, key_concurrency=1, rate_limit=1, rate_period="1 hour")
    one_queue.add(4, key="ann")
    one_queue.release(one_queue.take())
    one_queue.limit(concurrency=0, key_concurrency=0, rate_limit=0)
    assert len(one_queue.claim(9)) == 4
    assert held(one_queue) == held(one_queue, "key_seat") == [None] * 4


def test_what_is_not_named_stays(one_queue: Queue) -> None:
    one_queue.limit(concurrency=4, fair=True)
    one_queue.limit(key_concurrency=2)
    settings = value(
        one_queue.connection,
        "select (concurrency, key_concurrency, fair)::text from mediaq.queues"
        " where queue = %s::regclass",
        one_queue.table,
    )
    assert settings == "(4,2,t)"


def test_the_index_for_turns_stands_only_where_it_is_needed(one_queue: Queue) -> None:
    query = "select to_regclass('mediaq.ssml_jobs_turns') is not null"
    one_queue.limit(fair=False)
    seen = [value(one_queue.connection, query)]
    for limits in ({"fair": True}, {"key_concurrency": 2}, {"fair": False}, {"key_concurrency": 0}):
        one_queue.limit(**limits)
        seen.append(value(one_queue.connection, query))
    assert seen == [False, True, True, True, False]


@pytest.mark.parametrize("limits", [{"concurrency": -1}, {"rate_limit": 5}], ids=str)
def test_limits_that_make_no_sense_are_refused(one_queue: Queue, limits: dict[str, int]) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        one_queue.limit(**limits)


def test_only_the_owner_sets_limits(connect: Connect) -> None:
    for role in ("mediaq_api", "mediaq_worker"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            Queue(connect(role)).limit(concurrency=1)
    Queue(connect("mediaq_owner")).limit(concurrency=1, fair=True)


@pytest.mark.parametrize("role", ["mediaq_worker"])
def test_workers_claim_within_limits(one_queue: Queue, connect: Connect, role: str) -> None:
    one_queue.limit(concurrency=2, key_concurrency=1, rate_limit=9, rate_period="1 s", fair=True)
    one_queue.add(3, key="ann")
    assert len(one_queue.on(connect(role)).claim(9)) == 1
