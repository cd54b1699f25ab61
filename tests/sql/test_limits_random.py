"""Random sequences of verbs under random limits: what runs never exceeds them, and nothing that
could run is left waiting."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit.connections import Connection, advance, value
from tests.kit.queues import Job, Queue

pytestmark = pytest.mark.sql

KEYS = [None, "ann", "bob"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "claim", "claim", "complete", "fail", "release", "cancel", "lapse", "retry"]
        ),
        st.integers(0, 7),
    ),
    max_size=25,
)


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=STEPS,
    concurrency=st.none() | st.integers(1, 4),
    key_concurrency=st.none() | st.integers(1, 2),
    fair=st.booleans(),
)
def test_what_runs_never_exceeds_the_limits(
    connection: Connection,
    steps: list[tuple[str, int]],
    concurrency: int | None,
    key_concurrency: int | None,
    fair: bool,
) -> None:
    queue = Queue(connection, "provider_submissions")
    with connection.transaction(force_rollback=True):
        advance(connection)
        queue.limit(concurrency=concurrency, key_concurrency=key_concurrency, fair=fair)
        held: list[Job] = []
        for verb, n in steps:
            step(queue, verb, n, held)
            running, most = counts(connection)
            assert running <= (concurrency or 999)
            assert most <= (key_concurrency or 999)
        advance(connection, "2 seconds")
        while queue.claim(99):
            pass
        running, _ = counts(connection)
        assert running == concurrency or not servable(connection, key_concurrency)


def step(queue: Queue, verb: str, n: int, held: list[Job]) -> None:
    """One verb; on one of the jobs that were ever claimed, where it needs one."""
    if verb == "add":
        queue.add(1 + n, key=KEYS[n % 3], priority=n % 2)
    elif verb == "claim":
        held += queue.claim(n)
    elif verb == "lapse":
        advance(queue.connection, "20 seconds")
        queue.rescue()
    elif verb == "retry":
        queue.retry()
    elif held:
        job = held[n % len(held)]
        ends: dict[str, Any] = {
            "complete": lambda: queue.complete(job),
            "fail": lambda: queue.fail(job, permanent=n % 2 == 0, delay=n),
            "release": lambda: queue.release(job),
            "cancel": lambda: queue.cancel(job.id),
        }
        ends[verb]()


def counts(connection: Connection) -> tuple[int, int]:
    """How many run, and how many of the busiest key."""
    query = "select count(*) from mediaq.provider_submissions where status = 'processing'"
    keyed = query + " and key is not null group by key order by 1 desc limit 1"
    most = connection.execute(keyed).fetchone()
    return value(connection, query), most[0] if most else 0


def servable(connection: Connection, key_concurrency: int | None) -> int:
    """Jobs that are due and whose key has a seat left."""
    found: int = value(
        connection,
        """
        select count(*) from mediaq.provider_submissions q
        where q.status = 'queued' and q.run_at <= mediaq.now() and (q.key is null or %s > (
          select count(*) from mediaq.provider_submissions r
          where r.status = 'processing' and r.key = q.key))
        """,
        key_concurrency or 999,
    )
    return found
