"""What a claim costs in a full table: the partial index and a handful of pages per job."""

from typing import Any

import pytest

from tests.kit.connections import Connect, Connection, value
from tests.kit.queues import Queue

pytestmark = pytest.mark.sql

BATCH = 50


@pytest.fixture
def full_queue(connection: Connection) -> Queue:
    """20,000 finished jobs and 5,000 waiting ones."""
    queue = Queue(connection, "provider_submissions")
    queue.add(20_000, status="completed", completed_at=value(connection, "select now()"))
    queue.add(5_000)
    connection.execute("vacuum analyze mediaq.provider_submissions")
    return queue


def explain(queue: Queue, max_jobs: int) -> dict[str, Any]:
    """The plan node of the function's call; its buffers are those of everything inside."""
    plan = value(
        queue.connection,
        "explain (analyze, buffers, format json) select * from mediaq.claim(%s, %s, %s)",
        *(queue.table, queue.worker, max_jobs),
    )
    found: dict[str, Any] = plan[0]["Plan"]
    return found


def pages(plan: dict[str, Any]) -> int:
    """Pages looked at."""
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def test_a_claim_touches_pages_for_its_batch_and_not_for_the_table(full_queue: Queue) -> None:
    explain(full_queue, BATCH)
    plan = explain(full_queue, BATCH)
    assert plan["Actual Rows"] == BATCH
    assert pages(plan) < 30 * BATCH


def test_a_claim_reads_the_partial_index_and_never_the_table(full_queue: Queue) -> None:
    connection = full_queue.connection
    index = "select pg_stat_get_xact_numscans('mediaq.provider_submissions_priority_run_at_id_idx'"
    with connection.transaction():
        full_queue.claim(BATCH)
        assert 1 <= value(connection, index + "::regclass)") <= 5
        table = "select pg_stat_get_xact_numscans('mediaq.provider_submissions'::regclass)"
        assert value(connection, table) == 0


def test_a_claim_stays_flat_while_an_old_transaction_is_open(connect: Connect) -> None:
    """Dead entries of claimed jobs stay in the index; the session's bound steps over them."""
    queue = Queue(connect(), "provider_submissions")
    queue.add(6000)
    queue.connection.execute("analyze mediaq.provider_submissions")
    old = connect()
    old.execute("begin isolation level repeatable read")
    old.execute("select 1 from mediaq.queues limit 1")
    value(queue.connection, "select set_config('mediaq.now', now()::text, false)")
    queue.complete(*queue.claim(BATCH))
    first = pages(explain(queue, BATCH))
    for _ in range(50):
        queue.complete(*queue.claim(100))
    last = pages(explain(queue, BATCH))
    assert last < 1.15 * first
    stranger = Queue(connect(), "provider_submissions")
    assert pages(explain(stranger, BATCH)) > 1.5 * first, "the bound is what keeps it flat"


def test_what_is_held_to_an_index_is_not_compiled(connection: Connection) -> None:
    """The price of a plan against such a setting is above any limit for JIT."""
    query = """
      select proname from pg_proc
      where pronamespace = 'mediaq'::regnamespace and proconfig::text like '%enable_%=off%'
        and not proconfig @> array['jit=off']"""
    assert connection.execute(query).fetchall() == []
