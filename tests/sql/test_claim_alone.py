"""A claim that need not wait for the disk does so all the same whenever its leases might otherwise
come a second time after a crash of the server.

Checkpoints, of which other tests cause some, bring about a new record of the sequence at any
time: so a claim may wait more often than a test provokes it, but never less often.
"""

from uuid import UUID

import pytest

from tests.kit.connections import Connect, Connection, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql

# Leases that one record of the sequence covers.
LOGGED_AHEAD = 32


class Claimer:
    """A session that claims alone, held to the rule: it waits unless the record is the one that an
    earlier claim of this session has waited for."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.on_disk: int | None = None
        # The server of the tests, unlike others, never waits by itself.
        queue.connection.execute("set synchronous_commit = on")

    def waits(self, max_jobs: int = 1, *, durable: bool = False, undo: bool = False) -> bool:
        """Claims; whether that transaction's commit waits for the disk."""
        connection = self.queue.connection
        with connection.transaction(force_rollback=undo):
            claimed = connection.execute(
                "select id from mediaq.claim_provider_submissions(%s, %s, %s)",
                [UUID(int=1), max_jobs, durable],
            ).fetchall()
            assert len(claimed) == max_jobs
            waits = bool(value(connection, "show synchronous_commit") == "on")
            logged = value(connection, "select last_value + log_cnt from mediaq.lease_seq")
        assert waits == (durable or logged != self.on_disk)
        if waits and not undo and not durable:
            self.on_disk = logged
        return waits


@pytest.fixture
def queue(connection: Connection) -> Queue:
    """Many waiting jobs."""
    queue = Queue(connection, "provider_submissions")
    queue.add(200)
    return queue


@pytest.fixture
def claimer(queue: Queue) -> Claimer:
    """A session that has claimed nothing yet."""
    return Claimer(queue)


def test_the_first_of_a_session_waits_and_others_need_not(claimer: Claimer) -> None:
    assert claimer.waits()
    assert not all([claimer.waits() for _ in range(20)])
    assert value(claimer.queue.connection, "show synchronous_commit") == "on"


def test_one_that_is_durable_always_waits(claimer: Claimer) -> None:
    assert all(claimer.waits(durable=True) for _ in range(3))
    with claimer.queue.connection.transaction():
        claimer.queue.claim(1)
        assert value(claimer.queue.connection, "show synchronous_commit") == "on"


def test_new_leases_on_record_are_waited_for(claimer: Claimer) -> None:
    claimer.waits()
    assert [claimer.waits() for _ in range(2 * LOGGED_AHEAD + 2)].count(True) >= 2


def test_leases_that_another_session_put_on_record_are_waited_for(
    claimer: Claimer, connect: Connect
) -> None:
    claimer.waits()
    Claimer(claimer.queue.on(connect())).waits(LOGGED_AHEAD + 1)
    assert claimer.waits()


def test_a_record_after_a_checkpoint_is_waited_for(claimer: Claimer) -> None:
    claimer.waits()
    claimer.queue.connection.execute("checkpoint")
    assert claimer.waits()


def test_a_record_that_was_rolled_back_does_not_count(claimer: Claimer) -> None:
    claimer.waits(undo=True)
    assert claimer.waits()
