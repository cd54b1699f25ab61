"""fail: retries with backoff until the attempts are spent; permanent failures at once."""

from datetime import timedelta

import pytest

from tests.kit.connections import Connection, advance, column, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def delay(queue: Queue, job_id: object) -> float:
    """Seconds until the job is due again."""
    row = queue.row(job_id)  # type: ignore[arg-type]
    return float((row["run_at"] - row["updated_at"]).total_seconds())


def test_puts_the_job_back_for_later(queue: Queue) -> None:
    job = queue.claimed()
    assert queue.fail(job) == "retried"
    row = queue.row(job.id)
    assert (row["status"], row["last_error"], row["error_code"]) == ("queued", "it broke", "broken")
    assert queue.claim() == []


def test_history_remembers_every_error(queue: Queue) -> None:
    for _ in range(2):
        queue.fail(queue.take() if queue.count() else queue.claimed(), delay=0)
    rows = queue.connection.execute(
        "select queue::text, attempt, kind, code, error, worker from mediaq.job_errors order by id"
    ).fetchall()
    assert rows == [(queue.table, n, "error", "broken", "it broke", queue.worker) for n in (1, 2)]


def test_waits_longer_each_time_with_jitter_and_a_cap(queue: Queue) -> None:
    queue.configure(backoff_base="2 seconds", backoff_cap="10 seconds", max_attempts=9)
    queue.add(1)
    for bound in (2, 4, 8, 10, 10):
        job = queue.take()
        queue.fail(job)
        assert bound / 2 <= delay(queue, job.id) <= bound
        advance(queue.connection, "10 seconds")


def test_jobs_that_failed_together_come_back_apart(queue: Queue) -> None:
    queue.add(20)
    jobs = queue.claim(20)
    for job in jobs:
        queue.fail(job)
    assert len({delay(queue, job.id) for job in jobs}) > 10


def test_a_named_delay_overrides_the_backoff(queue: Queue) -> None:
    job = queue.claimed()
    queue.fail(job, delay=3600)
    assert delay(queue, job.id) == 3600


def test_fails_for_good_when_the_queue_allows_no_more(queue: Queue) -> None:
    queue.configure(max_attempts=3)
    queue.add(1)
    assert [queue.fail(queue.take(), delay=0) for _ in range(3)] == ["retried", "retried", "failed"]
    assert (queue.claim(), queue.count("failed")) == ([], 1)


def test_a_job_may_have_its_own_limit(queue: Queue) -> None:
    job = queue.claimed(max_attempts=1)
    assert queue.fail(job) == "failed"
    assert queue.row(job.id)["completed_at"] is not None


def test_a_permanent_error_ends_it_at_once(queue: Queue) -> None:
    job = queue.claimed()
    assert queue.fail(job, permanent=True) == "failed"
    assert queue.row(job.id)["attempts"] == 1


@pytest.mark.parametrize("permanent", [False, True])
def test_asked_again_it_says_already(queue: Queue, permanent: bool) -> None:
    job = queue.claimed()
    queue.fail(job, permanent=permanent)
    before = queue.row(job.id)
    assert queue.fail(job, permanent=permanent) == "already"
    assert queue.row(job.id) == before
    assert value(queue.connection, "select count(*) from mediaq.job_errors") == 1


def test_errors_are_cut_to_a_length_that_people_read(one_queue: Queue) -> None:
    job = one_queue.claimed()
    value(
        one_queue.connection,
        "select mediaq.fail(%s, %s, %s, repeat('x', 20000))",
        one_queue.table,
        job.id,
        job.lease,
    )
    assert len(one_queue.row(job.id)["last_error"]) == 10000


@pytest.mark.parametrize(("failures", "most"), [(0, 1), (1, 1), (2, 2), (5, 16), (99, 300)])
def test_backoff_is_bounded(connection: Connection, failures: int, most: int) -> None:
    delays = column(
        connection,
        "select mediaq.backoff(%s, '1 second', '300 seconds') from generate_series(1, 200)",
        failures,
    )
    assert timedelta(seconds=most / 2) <= min(delays) <= max(delays) <= timedelta(seconds=most)
