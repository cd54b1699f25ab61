"""Notifications are a courtesy: without them everything runs, a poll later."""

import asyncio
from pathlib import Path

import psycopg

from mediaq.cli import checks_database
from mediaq.db.connect import Access
from tests.faults.conftest import Recovery
from tests.kit.connections import Connect, Connection, heard, listening, value
from tests.kit.gates import terminate
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.postmaster import postmaster
from tests.kit.queues import Queue
from tests.kit.runners import drain, nothing
from tests.kit.wait import wait_for

MANY = 20_000
POLL_SECONDS = 0.5


def test_31_none_arrive(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    connection.execute("alter table mediaq.ssml_jobs disable trigger wake_on_insert")
    with labour(database_url, tmp_path):
        past.enqueue(connection)
        wait_for(past.ended)
        with recovery(31, "notifications lost") as clock:
            past.enqueue(connection, 3)
            clock.until(past.ended, POLL_SECONDS + 1.0)
    past.assert_kept()


def test_31_the_listener_reconnects_during_commits(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    with labour(database_url, tmp_path) as worker:
        for _ in range(20):
            past.enqueue(connection)
            terminate(connection, "labourer listener")
        with recovery(31, "listener reconnecting during commits") as clock:
            clock.until(past.ended, POLL_SECONDS + 1.0)
        assert worker.logged("listener_lost")
    past.assert_kept()


def test_32_many_enqueues_in_one_transaction(
    database_url: str, connect: Connect, connection: Connection, recovery: Recovery
) -> None:
    listener = listening(connect)
    Queue(connection).add(MANY)
    assert heard(listener, connection).count("ssml_jobs") <= 1
    with recovery(32, "20 k enqueues in one transaction, all done"):
        asyncio.run(drain(database_url, nothing, concurrency=500))
    assert Queue(connection).count("completed") == MANY


def test_33_doctor_tells_of_a_listener_that_sleeps_in_a_transaction() -> None:
    """The queue of notifications fills up behind it, and its end is a commit that fails."""
    with postmaster() as own:
        with psycopg.connect(own.url, autocommit=True) as admin:
            admin.execute("alter system set max_notify_queue_pages = 64")
        own.stop()
        own.start()
        with (
            psycopg.connect(own.url, autocommit=True) as admin,
            psycopg.connect(own.url, autocommit=True) as stuck,
        ):
            stuck.execute("listen something")
            assert asyncio.run(look(own.url)) == "ok"
            with stuck.transaction():
                stuck.execute("select")
                for number in range(40):
                    admin.execute("select pg_notify('something', %s)", [f"{number:07000}"])
                assert asyncio.run(look(own.url)) == "fail"
            stuck.execute("unlisten *")
            assert asyncio.run(look(own.url)) == "ok"


async def look(url: str) -> str:
    """What doctor says of notifications."""
    checks = await checks_database.look(Access(url))
    return next(check.status for check in checks if check.name == "notify")


def test_33_a_listener_is_never_in_a_transaction(
    database_url: str, connection: Connection, tmp_path: Path, past: History
) -> None:
    """Else the queue of notifications would fill up behind it."""
    query = (
        "select array_agg(state) from pg_stat_activity"
        " where application_name = 'labourer listener' and datname = current_database()"
    )
    with labour(database_url, tmp_path):
        past.enqueue(connection, 10)
        wait_for(past.ended)
        wait_for(lambda: value(connection, query) == ["idle"])
