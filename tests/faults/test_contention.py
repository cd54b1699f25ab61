"""The server is there and says no, or not yet: full, locked, deadlocked, too slow."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from mediaq.db.migrate import migrate
from tests.faults.conftest import Recovery
from tests.kit.connections import Connect, Connection, value
from tests.kit.gates import before_insert, terminate
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.postmaster import Postmaster, postmaster
from tests.kit.processes import WorkerProcess
from tests.kit.wait import wait_for

SESSIONS = (
    "select count(*) from pg_stat_activity"
    " where application_name = 'labourer' and datname = current_database()"
)


@pytest.fixture
def own() -> Iterator[Postmaster]:
    """A server whose connections this test may use up."""
    with postmaster() as server:
        migrate(server.url)
        yield server


def fill(own: Postmaster, crowd: ExitStack) -> None:
    """Takes every connection that is left."""
    with suppress(psycopg.OperationalError):
        while True:
            crowd.enter_context(psycopg.connect(own.url))


def test_25_no_connection_left(own: Postmaster, tmp_path: Path, recovery: Recovery) -> None:
    with ExitStack() as stack:
        connection = stack.enter_context(psycopg.connect(own.url, autocommit=True))
        past = History(connection)
        worker = stack.enter_context(labour(own.url, tmp_path))
        with ExitStack() as crowd:
            terminate(connection, "labourer%")
            fill(own, crowd)
            terminate(connection, "labourer%")
            past.enqueue(connection, 3)
            wait_for(lambda: worker.logged("listener_lost"))
        with recovery(25, "max_connections reached") as clock:
            clock.until(past.ended, 4.0)
        past.assert_kept()


def test_27_a_locked_table(
    database_url: str,
    connect: Connect,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
) -> None:
    past.enqueue(connection, 4)
    other = connect()
    with labour(database_url, tmp_path, seconds=0.5) as worker:
        wait_for(lambda: worker.logged("started"))
        with other.transaction():
            other.execute("lock table mediaq.ssml_jobs in access exclusive mode")
            wait_for(lambda: worker.logged("heartbeat_failed"))
            assert value(connection, SESSIONS) <= 4
        with recovery(27, "table locked") as clock:
            clock.until(past.ended, 6.0)
    past.assert_kept()


def test_27_a_table_locked_until_the_lock_timeout(
    database_url: str,
    connect: Connect,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
) -> None:
    past.enqueue(connection, 4)
    other = connect()
    with labour(database_url, tmp_path, seconds=0.5, lock_timeout="200ms") as worker:
        wait_for(lambda: worker.logged("started"))
        with other.transaction():
            other.execute("lock table mediaq.ssml_jobs in access exclusive mode")
            wait_for(lambda: worker.logged("heartbeat_failed") and worker.logged("database_away"))
            assert value(connection, SESSIONS) <= 4
        with recovery(27, "table locked beyond the lock timeout") as clock:
            clock.until(past.ended, 6.0)
    past.assert_kept()


# Each raises the error three times in a row and then never again: a sequence is not rolled back.
_REFUSAL = """
create sequence public.refusals;
grant usage on public.refusals to public;
create function public.refuse() returns trigger language plpgsql as $$
begin
  if nextval('public.refusals') <= 3 then
    raise exception 'refused' using errcode = {};
  end if;
  return new;
end
$$;
"""
_ON_EFFECT = "create trigger refuse before insert on public.effect for each row"
_ON_CLAIM = (
    "create trigger refuse before update on mediaq.ssml_jobs for each row"
    " when (old.status = 'queued' and new.status = 'processing')"
)
_CALL = " execute function public.refuse()"


@pytest.mark.parametrize(
    ("row", "code", "trigger"),
    [
        (28, "40P01", _ON_EFFECT),
        (28, "40001", _ON_EFFECT),
        (28, "40P01", _ON_CLAIM),
        (29, "57014", _ON_CLAIM),
        (29, "57014", _ON_EFFECT),
        (30, "53100", _ON_CLAIM),
        (30, "53100", _ON_EFFECT),
    ],
)
def test_28_29_30_refused_transactions_are_repeated(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    row: int,
    code: str,
    trigger: str,
) -> None:
    connection.execute(sql.SQL(_REFUSAL).format(sql.Literal(code)))
    connection.execute((trigger + _CALL).encode())
    where = "claim" if trigger == _ON_CLAIM else "complete"
    with labour(database_url, tmp_path) as worker:
        with recovery(row, f"{code} three times in {where}") as clock:
            past.enqueue(connection, 3)
            clock.until(past.ended, 3.0)
        assert worker.count("database_away") == 1  # of three: it is not repeated at once
    past.assert_kept()
    assert value(connection, "select max(attempts) from mediaq.ssml_jobs") == 1


def test_36_a_stopped_upkeep_is_in_nobody_s_way(
    database_url: str,
    connect: Connect,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
) -> None:
    past.enqueue(connection, 6)
    connection.execute("select mediaq.claim('mediaq.ssml_jobs', %s, 6)", [uuid4()])
    with (
        before_insert(connect, "mediaq.job_errors") as gate,
        labour(database_url, tmp_path) as one,
        labour(database_url, tmp_path) as two,
    ):
        wait_for(gate.waiting)
        stopped: list[WorkerProcess] = [one, two]
        stopped[0].signal(signal.SIGSTOP)
        gate.open()
        with recovery(36, "one of two upkeeps stopped") as clock:
            clock.until(past.ended, 9.0)
        stopped[0].signal(signal.SIGCONT)
    past.assert_kept()
    assert (
        value(connection, "select max(crashes) from mediaq.ssml_jobs where lease is not null") >= 1
    )
