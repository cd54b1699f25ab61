"""worker_lost: what a worker that was seen to die held goes back at once, with the reason."""

from uuid import uuid4

import psycopg
import pytest

from tests.kit.connections import value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql


def lost(queue: Queue, code: str = "deadline") -> tuple[int, int]:
    """Buries the queue's worker; how many jobs went back, how many failed."""
    rows = queue.connection.execute(
        "select rescued, failed from mediaq.worker_lost(%s, %s, %s, 'it stood still')",
        [queue.table, queue.worker, code],
    ).fetchall()
    return rows[0]


def test_takes_back_what_it_held_before_the_leases_lapse(queue: Queue) -> None:
    queue.add(4)
    mine, other = queue.claim(2), queue.on(queue.connection).claim(1)
    assert lost(queue) == (2, 0)
    row = queue.row(mine[0].id)
    assert (row["status"], row["attempts"], row["crashes"]) == ("queued", 1, 1)
    assert (row["error_code"], row["last_error"], row["worker"]) == (
        "deadline",
        "it stood still",
        None,
    )
    assert queue.row(other[0].id)["status"] == "processing"
    assert queue.count() == 3


def test_writes_of_the_dead_come_too_late(queue: Queue) -> None:
    job = queue.claimed()
    lost(queue)
    assert queue.complete(job) == ["lost"]
    assert queue.heartbeat(job) == set()
    assert lost(queue) == (0, 0)


def test_what_it_finished_stays(queue: Queue) -> None:
    job = queue.claimed()
    queue.complete(job)
    assert lost(queue) == (0, 0)
    assert queue.row(job.id)["status"] == "completed"


def test_crashes_count_against_the_cap_and_go_to_the_history(queue: Queue) -> None:
    queue.configure(max_crashes=1)
    job = queue.claimed()
    assert lost(queue) == (0, 1)
    assert (queue.row(job.id)["status"], queue.row(job.id)["error_code"]) == ("failed", "deadline")
    history = queue.connection.execute(
        "select attempt, kind, code, error, worker from mediaq.job_errors"
    ).fetchall()
    assert history == [(1, "crash", "deadline", "it stood still", queue.worker)]


def test_a_suspect_says_so_when_it_is_claimed_again(queue: Queue) -> None:
    assert queue.claimed().payload["crashes"] == 0
    lost(queue)
    assert queue.take().payload["crashes"] == 1


def test_takes_it_off_the_list(queue: Queue) -> None:
    queue.connection.execute(
        "select mediaq.worker_seen(%s, %s, 'here', 1, '1', 1, 0)", [queue.worker, queue.table]
    )
    lost(queue)
    assert value(queue.connection, "select count(*) from mediaq.workers") == 0


def test_a_worker_must_be_named(queue: Queue) -> None:
    """Else it would take back every lapsed lease under a made-up reason."""
    with pytest.raises(psycopg.errors.NullValueNotAllowed):
        queue.connection.execute(
            "select mediaq.worker_lost(%s, null, 'deadline', '')", [queue.table]
        )


def test_a_stranger_holds_nothing(queue: Queue) -> None:
    queue.claimed()
    queue.worker = uuid4()
    assert lost(queue) == (0, 0)
