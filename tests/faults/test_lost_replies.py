"""The reply of a COMMIT is lost: nobody knows whether it took effect, and asking again is safe."""

from pathlib import Path

import psycopg

from tests.faults.conftest import Recovery
from tests.kit.connections import Connection, value
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.proxy import proxy
from tests.kit.wait import wait_for


def test_16_of_a_completion(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    with proxy(database_url) as way, labour(way.url, tmp_path) as worker:
        way.faults.swallow = b"COMMIT"
        with recovery(16, "COMMIT reply lost on complete") as clock:
            past.enqueue(connection, 3)
            wait_for(lambda: way.faults.swallowed)
            clock.until(past.ended, 3.0)
            wait_for(lambda: worker.logged("database_away"))
        assert not worker.logged("result_too_late")
    past.assert_kept()
    assert value(connection, "select max(attempts) from mediaq.ssml_jobs") == 1


def test_17_of_a_claim(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    past.enqueue(connection, 3)
    with proxy(database_url) as way:
        way.faults.swallow = b"claim_ssml_jobs"
        with (
            labour(way.url, tmp_path),
            recovery(17, "COMMIT reply lost on claim") as clock,
        ):
            wait_for(lambda: way.faults.swallowed)
            clock.until(past.ended, 5.0)
    past.assert_kept()
    codes = connection.execute("select job_id, code from mediaq.job_errors").fetchall()
    assert sorted(code for _, code in codes) == ["worker_lost"] * 3
    assert len({job for job, _ in codes}) == 3


def test_18_of_an_enqueue(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    """In SQL: what has a key of its own can be inserted again."""
    with (
        proxy(database_url) as way,
        labour(database_url, tmp_path),
        psycopg.connect(way.url, autocommit=True) as producer,
    ):
        way.faults.swallow = b"COMMIT"
        assert past.enqueue(producer) == "unknown"
        with recovery(18, "COMMIT reply lost on enqueue") as clock:
            assert past.enqueue(connection) == "ok"
            clock.until(past.ended, 3.0)
    past.assert_kept()
