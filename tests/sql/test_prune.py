"""prune: finished jobs older than the retention, in batches; history stays."""

import pytest

from tests.kit.connections import advance
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def finish(queue: Queue, count: int = 1) -> None:
    queue.add(count)
    queue.complete(*queue.claim(count))


def test_deletes_what_is_older_than_the_retention(queue: Queue) -> None:
    queue.configure(retention="7 days")
    finish(queue, 3)
    advance(queue.connection, "8 days")
    assert (queue.prune(), queue.count("completed")) == (3, 0)


def test_keeps_what_is_younger(queue: Queue) -> None:
    queue.configure(retention="7 days")
    finish(queue)
    advance(queue.connection, "6 days")
    assert queue.prune() == 0


def test_age_counts_from_the_end_not_from_the_beginning(queue: Queue) -> None:
    queue.configure(retention="7 days")
    queue.add(1)
    advance(queue.connection, "8 days")
    queue.complete(queue.take())
    assert queue.prune() == 0


def test_keeps_what_has_not_ended(queue: Queue) -> None:
    queue.configure(retention="7 days")
    queue.add(2)
    queue.take()
    advance(queue.connection, "1 year")
    assert queue.prune() == 0


def test_without_retention_nothing_goes(queue: Queue) -> None:
    queue.configure(retention=None)
    finish(queue)
    advance(queue.connection, "10 years")
    assert queue.prune() == 0


def test_stops_at_the_batch(queue: Queue) -> None:
    queue.configure(retention="7 days")
    finish(queue, 5)
    advance(queue.connection, "8 days")
    assert [queue.prune(2), queue.prune(2), queue.prune(2)] == [2, 2, 1]


def test_analyses_and_submissions_are_history_unless_told_otherwise(one_queue: Queue) -> None:
    rows = one_queue.connection.execute(
        "select queue::text from mediaq.queues where retention is null order by 1"
    ).fetchall()
    assert rows == [("mediaq.analysis",), ("mediaq.provider_submissions",)]
