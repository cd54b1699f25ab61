"""Limits on what runs at once: never more seats than there are, and each comes back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, LiteralString

import psycopg
import pytest

from tests.kit.connections import Connect, Connection, advance, heard, listening, value
from tests.kit.queues import Job, Queue
from tests.kit.wait import wait_for

pytestmark = pytest.mark.sql

Ending = Callable[[Queue, Job], object]


def lapse(queue: Queue) -> object:
    advance(queue.connection, "10 minutes")
    return queue.rescue()


ENDINGS: dict[str, Ending] = {
    "complete": lambda queue, job: queue.complete(job),
    "fail": lambda queue, job: queue.fail(job, delay=60),
    "fail for good": lambda queue, job: queue.fail(job, permanent=True),
    "release": lambda queue, job: queue.release(job),
    "cancel": lambda queue, job: queue.cancel(job.id),
    "rescue": lambda queue, job: lapse(queue),
    "delete": lambda queue, job: queue.connection.execute(
        psycopg.sql.SQL("delete from {} where id = %s").format(
            psycopg.sql.Identifier("mediaq", queue.name)
        ),
        [job.id],
    ),
}


def held(queue: Queue, column: str = "seat") -> list[Any]:
    """The numbers of the seats that are taken."""
    query = psycopg.sql.SQL("select {} from {} where status = 'processing' order by 1")
    rows = queue.connection.execute(
        query.format(psycopg.sql.Identifier(column), psycopg.sql.Identifier("mediaq", queue.name))
    )
    return [row[0] for row in rows]


def due_in(queue: Queue) -> Any:
    return value(queue.connection, "select mediaq.due_in(%s)", queue.table)


def test_no_more_run_at_once_than_the_limit(queue: Queue) -> None:
    queue.limit(concurrency=3)
    queue.add(9)
    assert [len(queue.claim(2)), len(queue.claim(9)), len(queue.claim())] == [2, 1, 0]
    assert held(queue) == [0, 1, 2]


def test_no_more_of_one_key_run_at_once(queue: Queue) -> None:
    queue.limit(key_concurrency=2)
    queue.add(5, key="ann")
    queue.add(3, key="bob")
    assert len(queue.claim(50)) == 4
    assert held(queue, "key_seat") == [0, 0, 1, 1]
    assert queue.claim(50) == []


def test_jobs_without_a_key_are_not_limited_by_it(one_queue: Queue) -> None:
    one_queue.limit(key_concurrency=1)
    one_queue.add(4)
    one_queue.add(2, key="ann")
    assert len(one_queue.claim(50)) == 5
    assert held(one_queue, "key_seat") == [0, None, None, None, None]


def test_both_limits_hold_together(queue: Queue) -> None:
    queue.limit(concurrency=3, key_concurrency=2)
    for key in ("ann", "bob"):
        queue.add(5, key=key)
    assert len(queue.claim(50)) == 3
    assert (held(queue), held(queue, "key_seat")) == ([0, 1, 2], [0, 0, 1])


@pytest.mark.parametrize("limits", [{"concurrency": 1}, {"key_concurrency": 1}], ids=str)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_seat_comes_back(one_queue: Queue, ending: str, limits: dict[str, int]) -> None:
    one_queue.limit(**limits)
    one_queue.add(2, key="ann")
    job = one_queue.take()
    assert one_queue.claim() == []
    ENDINGS[ending](one_queue, job)
    again = one_queue.take()
    assert one_queue.claim() == []
    assert held(one_queue) in ([0], [None])
    assert one_queue.complete(again) == ["done"]


def test_a_retried_job_takes_a_seat_like_any_other(one_queue: Queue) -> None:
    one_queue.limit(concurrency=1)
    first = one_queue.claimed()
    one_queue.fail(first, permanent=True)
    other = one_queue.claimed()
    one_queue.retry(first.id)
    assert one_queue.claim() == []
    one_queue.complete(other)
    assert one_queue.take().id == first.id


def test_the_seats_of_a_killed_worker_come_back_with_rescue(
    one_queue: Queue, connect: Connect
) -> None:
    one_queue.limit(concurrency=2)
    one_queue.add(4)
    killed = one_queue.on(connect())
    assert len(killed.claim(9)) == 2
    killed.connection.close()
    assert one_queue.claim(9) == []
    lapse(one_queue)
    assert len(one_queue.claim(9)) == 2


@pytest.mark.parametrize("limits", [{"concurrency": 5}, {"key_concurrency": 5}], ids=str)
def test_claimers_at_once_never_take_more(
    one_queue: Queue, connect: Connect, limits: dict[str, int]
) -> None:
    one_queue.limit(**limits)
    one_queue.add(200, key="ann")
    workers = [one_queue.on(connect()) for _ in range(6)]
    gate = 4711
    waiting: LiteralString = "select exists(select from mediaq.ssml_jobs where status = 'queued')"
    one_queue.connection.execute("select pg_advisory_lock(%s)", [gate])

    def work(worker: Queue) -> int:
        done, most, turns = 0, 0, count()
        worker.connection.execute("select pg_advisory_lock_shared(%s)", [gate])
        while value(worker.connection, waiting):
            jobs = worker.claim(1 + next(turns) % 4)
            most = max(most, len(held(worker)))
            done += len(jobs)
            worker.complete(*jobs)
        assert most <= 5
        return done

    with ThreadPoolExecutor(len(workers)) as pool:
        results = [pool.submit(work, worker) for worker in workers]
        one_queue.connection.execute("select pg_advisory_unlock(%s)", [gate])
        assert sum(result.result(timeout=60) for result in results) == 200
    assert held(one_queue) == []


def test_a_claim_waits_for_the_one_before_and_sees_what_it_took(
    one_queue: Queue, connect: Connect
) -> None:
    one_queue.limit(concurrency=3)
    one_queue.add(9)
    other = one_queue.on(connect())
    with ThreadPoolExecutor(1) as pool, one_queue.connection.transaction():
        assert len(one_queue.claim(2)) == 2
        pid = other.connection.info.backend_pid
        future = pool.submit(other.claim, 9)
        wait_for(
            lambda: (
                future.done()
                or value(one_queue.connection, "select cardinality(pg_blocking_pids(%s))", pid)
            )
        )
    assert len(future.result(timeout=10)) <= 1
    assert len(held(one_queue)) <= 3


def test_a_claim_that_stays_open_does_not_hold_up_the_others(
    one_queue: Queue, connect: Connect
) -> None:
    one_queue.limit(concurrency=3)
    one_queue.add(9)
    other = one_queue.on(connect())
    with one_queue.connection.transaction():
        one_queue.take()
        assert other.claim(9) == []
        other.connection.execute("select 1")
    assert len(other.claim(9)) == 2


@pytest.mark.parametrize("column", ["seat", "key_seat"])
def test_two_jobs_cannot_sit_on_one_seat_whatever_happens(queue: Queue, column: str) -> None:
    queue.add(2, key="ann")
    first, second = queue.claim(2)
    queue.set(first.id, **{column: 0})
    with pytest.raises(psycopg.errors.UniqueViolation):
        queue.set(second.id, **{column: 0})


def test_a_paused_queue_with_limits_gives_nothing(one_queue: Queue) -> None:
    one_queue.limit(concurrency=2, fair=True)
    one_queue.add(2)
    one_queue.configure(paused_at="2026-01-01T00:00:00Z")
    assert (one_queue.claim(9), due_in(one_queue)) == ([], None)


def test_nothing_is_due_while_the_seats_are_taken(one_queue: Queue) -> None:
    for limits in ({"concurrency": 1}, {"concurrency": 0, "key_concurrency": 1}):
        one_queue.limit(**limits)
        one_queue.add(2, key="ann")
        job = one_queue.take()
        assert due_in(one_queue) is None
        one_queue.complete(job)
        assert due_in(one_queue) is not None
        one_queue.cancel(*(job.id for job in one_queue.claim(9)))


@pytest.mark.parametrize("limits", [{"concurrency": 1}, {"key_concurrency": 1}, {}], ids=str)
@pytest.mark.parametrize("ending", ["complete", "fail", "fail for good", "cancel"])
def test_an_end_wakes_only_where_a_seat_was_waited_for(
    one_queue: Queue, connect: Connect, ending: str, limits: dict[str, int]
) -> None:
    one_queue.limit(**limits)
    one_queue.add(2, key="ann")
    job = one_queue.take()
    listener = listening(connect)
    ENDINGS[ending](one_queue, job)
    woken = set(heard(listener, one_queue.connection)) - {"audio_jobs"}
    assert woken == ({"ssml_jobs"} if limits else set())


def test_heartbeats_of_seated_jobs_stay_off_the_indexes(one_queue: Queue) -> None:
    one_queue.limit(concurrency=9, key_concurrency=9)
    job = one_queue.claimed(key="ann")
    with one_queue.connection.transaction():
        one_queue.heartbeat(job, progress=50)
        query = "select pg_stat_get_xact_tuples_hot_updated('mediaq.ssml_jobs'::regclass)"
        assert value(one_queue.connection, query) == 1


def pages(connection: Connection, table: str, max_jobs: int) -> int:
    """Pages that a claim looks at."""
    plan = value(
        connection,
        "explain (analyze, buffers, format json)"
        " select * from mediaq.claim(%s, mediaq.new_id(), %s)",
        *(table, max_jobs),
    )[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def test_a_crowd_of_one_key_hides_nobody_and_costs_nothing(connect: Connect) -> None:
    found = []
    for crowd in (100, 20_000):
        queue = Queue(connect(), "provider_submissions")
        queue.connection.execute("truncate mediaq.provider_submissions")
        queue.limit(key_concurrency=2)
        queue.add(crowd, key="crowd")
        assert len(queue.claim(9)) == 2
        queue.add(50, key="late")
        queue.connection.execute("vacuum analyze mediaq.provider_submissions")
        queue = queue.on(connect())
        with queue.connection.transaction(force_rollback=True):
            jobs = queue.claim(9)
            assert {queue.row(job.id)["key"] for job in jobs} == {"late"}
            assert len(jobs) == 2
        found.append(pages(queue.connection, queue.table, 9))
    assert found[1] < found[0] + 100
