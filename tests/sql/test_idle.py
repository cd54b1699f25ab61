"""The gate of notifications: inserts notify only while somebody idles, and no wake-up is lost."""

import pytest

from tests.kit.connections import Connect, Connection, heard, listening, value
from tests.kit.queues import Queue
from tests.kit.wait import wait_for

pytestmark = pytest.mark.sql


def attend(queue: Queue) -> Queue:
    """Has a worker seen on a queue of which no trigger makes rows of another."""
    queue.name, queue.table = "provider_submissions", "mediaq.provider_submissions"
    queue.connection.execute(
        "select mediaq.worker_seen(%s, %s, 'here', 1, '1', 1, 0)", [queue.worker, queue.table]
    )
    return queue


@pytest.fixture
def attended(one_queue: Queue) -> Queue:
    """A queue that has a worker, of whom nobody knows that it idles."""
    return attend(one_queue)


def idle(queue: Queue, connection: Connection) -> bool:
    """What a session hears that says it is about to idle."""
    return bool(value(connection, "select mediaq.idle(%s)", queue.table))


def woken(queue: Queue, listener: Connection) -> bool:
    """Whether a row that is inserted now notifies."""
    queue.add_one()
    return queue.name in heard(listener, queue.connection)


def test_inserts_notify_while_somebody_idles(attended: Queue, connect: Connect) -> None:
    listener = listening(connect)
    assert not woken(attended, listener)
    worker = connect()
    assert idle(attended, worker)
    assert woken(attended, listener)
    worker.execute("select mediaq.busy(%s)", [attended.table])
    assert not woken(attended, listener)


def test_an_idle_session_that_ends_is_forgotten(attended: Queue, connect: Connect) -> None:
    listener, worker = listening(connect), connect()
    assert idle(attended, worker)
    pid = worker.info.backend_pid
    worker.close()
    lives = "select count(*) from pg_stat_activity where pid = %s"
    wait_for(lambda: not value(attended.connection, lives, pid))
    assert not woken(attended, listener)


def test_where_no_worker_is_seen_all_inserts_notify(attended: Queue, connect: Connect) -> None:
    """Somebody else's may be listening."""
    listener = listening(connect)
    attended.connection.execute("update mediaq.workers set seen_at = '-infinity'")
    assert woken(attended, listener)


def test_nobody_idles_past_a_transaction_that_saw_nobody_idle(
    attended: Queue, connect: Connect
) -> None:
    """Its rows are not visible yet, and it will not notify: that would be a lost wake-up."""
    listener, worker = listening(connect), connect()
    with attended.connection.transaction():
        attended.add_one()
        assert not idle(attended, worker)
        other = attended.on(connect())
        assert not woken(other, listener)  # what was refused is not held against the next insert
    assert idle(attended, worker)
