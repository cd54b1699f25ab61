"""Keys take turns: a thousand jobs of one owner do not stand before another's single one."""

from collections import Counter

import pytest

from tests.kit.connections import Connect, advance, value
from tests.kit.queues import Job, Queue
from tests.sql.test_limits import pages

pytestmark = pytest.mark.sql


@pytest.fixture
def fair(queue: Queue) -> Queue:
    """Each queue in turn, fair."""
    queue.limit(fair=True)
    return queue


def keys(queue: Queue, jobs: list[Job]) -> Counter[str | None]:
    """How many jobs of each key."""
    return Counter(queue.row(job.id)["key"] for job in jobs)


def test_a_batch_is_shared_out(fair: Queue) -> None:
    fair.add(50, key="bulk")
    fair.add(1, key="single")
    fair.add(50, key="other")
    assert keys(fair, fair.claim(11)) == {"bulk": 5, "other": 5, "single": 1}


def test_no_key_takes_turns_like_a_key(one_queue: Queue) -> None:
    one_queue.limit(fair=True)
    one_queue.add(50, key="bulk")
    one_queue.add(50)
    assert keys(one_queue, one_queue.claim(10)) == {"bulk": 5, None: 5}


def test_without_turns_the_crowd_goes_first(one_queue: Queue) -> None:
    one_queue.limit(fair=False)
    one_queue.add(50, key="bulk")
    one_queue.add(1, key="single")
    assert keys(one_queue, one_queue.claim(11)) == {"bulk": 11}


def test_one_by_one_they_take_turns(fair: Queue) -> None:
    for key in ("ann", "bob", "cid"):
        fair.add(3, key=key)
    served = [fair.row(fair.take().id)["key"] for _ in range(9)]
    assert served == ["ann", "bob", "cid"] * 3


def test_within_a_key_the_order_stays(fair: Queue) -> None:
    ann, bob = fair.add(3, key="ann"), fair.add(3, key="bob")
    taken = [fair.take().id for _ in range(6)]
    assert ([id for id in taken if id in ann], [id for id in taken if id in bob]) == (ann, bob)


def test_the_more_urgent_come_first_whose_ever_they_are(fair: Queue) -> None:
    fair.add(2, key="ann")
    urgent = fair.add(3, key="bob", priority=-1)
    assert sorted(job.id for job in fair.claim(3)) == urgent


def test_a_new_worker_goes_on_after_the_key_served_last(one_queue: Queue, connect: Connect) -> None:
    one_queue.limit(fair=True)
    for key in ("ann", "bob"):
        one_queue.add(4, key=key)
    served = []
    for _ in range(4):
        stranger = one_queue.on(connect())
        served.append(one_queue.row(stranger.take().id)["key"])
    assert served == ["ann", "bob", "ann", "bob"]


def test_an_owner_who_comes_later_is_found_within_a_second(one_queue: Queue) -> None:
    one_queue.limit(fair=True)
    one_queue.add(50, key="bulk")
    one_queue.claim(5)
    one_queue.add(1, key="single")
    advance(one_queue.connection, "1 second")
    assert keys(one_queue, one_queue.claim(4))["single"] == 1


@pytest.mark.parametrize("count", [3, 40])
def test_nobody_is_left_out_of_many(one_queue: Queue, count: int) -> None:
    one_queue.limit(fair=True)
    for n in range(count):
        one_queue.add(2, key=f"owner-{n}")
    first = [job for _ in range(count) for job in one_queue.claim()]
    assert set(keys(one_queue, first).values()) == {1}
    rest = [job for _ in range(count) for job in one_queue.claim(2)]
    assert len(rest) == count
    assert one_queue.claim(9) == []


def test_future_jobs_of_a_key_hide_nobody(fair: Queue) -> None:
    later = value(fair.connection, "select mediaq.now() + interval '1 hour'")
    fair.add(3, key="ann", run_at=later)
    fair.add(2, key="ann", priority=3)
    fair.add(2, key="bob")
    assert keys(fair, fair.claim(9)) == {"ann": 2, "bob": 2}
    advance(fair.connection, "1 hour")
    assert keys(fair, fair.claim(9)) == {"ann": 3}


def test_locked_jobs_are_stepped_over(one_queue: Queue, connect: Connect) -> None:
    one_queue.limit(fair=True)
    for key in ("ann", "bob"):
        one_queue.add(4, key=key)
    other = one_queue.on(connect())
    with other.connection.transaction():
        assert len(other.claim(4)) == 4
        one_queue.connection.execute("set lock_timeout = '1ms'")
        assert len(one_queue.claim(9)) == 4


def test_an_owner_s_analyses_and_all_that_follows_carry_the_owner(one_queue: Queue) -> None:
    connection = one_queue.connection
    connection.execute(
        "insert into mediaq.media_assets (filename, owner, upload_status, storage_path)"
        " values ('a.mp4', 'ann', 'completed', 'a.mp4')"
    )
    connection.execute(
        "insert into mediaq.analysis (asset_id, owner) select id, owner from mediaq.media_assets"
    )
    connection.execute(
        "insert into mediaq.analysis_feedback (analysis_id, message)"
        " select id, 'It flickers.' from mediaq.analysis where kickoff = 'auto'"
    )
    connection.execute("update mediaq.analysis_feedback set message = 'It flickers!'")
    one_queue.complete(one_queue.take())
    for table in ("analysis", "ssml_jobs", "audio_jobs"):
        query = "select coalesce(array_agg(distinct key), '{}')::text from mediaq."
        assert value(connection, query + table) == "{ann}"


@pytest.mark.parametrize("owners", [1, 4])
def test_a_fair_claim_stays_flat_while_an_old_transaction_is_open(
    connect: Connect, owners: int
) -> None:
    queue = Queue(connect(), "provider_submissions")
    queue.limit(fair=True)
    for n in range(owners):
        queue.add(6000 // owners, key=f"owner-{n}")
    queue.connection.execute("analyze mediaq.provider_submissions")
    old = connect()
    old.execute("begin isolation level repeatable read")
    old.execute("select 1 from mediaq.queues limit 1")
    value(queue.connection, "select set_config('mediaq.now', now()::text, false)")
    queue.complete(*queue.claim(50))
    first = pages(queue.connection, queue.table, 50)
    for _ in range(50):
        queue.complete(*queue.claim(100))
    assert pages(queue.connection, queue.table, 50) < 1.5 * first
