"""A row that cannot be explained cannot exist: the CHECKs refuse it."""

from typing import Any

import psycopg
import pytest

from tests.kit.connections import Connection, value
from tests.kit.queues import Queue
from tests.kit.rows import insert_asset, insert_feedback, insert_uploaded

pytestmark = pytest.mark.sql

NOW = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "pending"},
        {"status": "processing"},
        {"status": "completed"},
        {"status": "failed"},
        {"status": "canceled"},
        {"status": "queued", "completed_at": NOW},
        {"status": "queued", "lease": 1, "lease_expires_at": NOW},
        {"status": "processing", "started_at": NOW, "lease_expires_at": NOW},
        {"status": "completed", "completed_at": NOW, "lease": 1, "lease_expires_at": NOW},
        {"attempts": -1},
        {"crashes": -1},
        {"max_attempts": 0},
        {"progress": 101},
        {"progress": -1},
    ],
    ids=lambda columns: ",".join(f"{k}={v}" for k, v in columns.items()),
)
def test_a_job_is_in_a_state_that_exists(queue: Queue, columns: dict[str, Any]) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        queue.add(1, **columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"upload_status": "completed"},
        {"upload_status": "done"},
        {"media_type": "hologram"},
        {"filename": ""},
        {"filename": "x" * 256},
        {"size_bytes": -1},
        {"sha256": "ABC"},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_an_asset_is_plausible(connection: Connection, columns: dict[str, Any]) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        insert_asset(connection, **columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"severity": "fatal"},
        {"start_ms": 2000, "end_ms": 1000},
        {"end_ms": 1000},
        {"page": 0},
        {"confidence": 1.5},
        {"ssml_status": "pending"},
    ],
    ids=lambda columns: ",".join(columns),
)
def test_a_finding_is_plausible(connection: Connection, columns: dict[str, Any]) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        insert_feedback(connection, **columns)


@pytest.mark.parametrize("name", ["ssml_jobs", "audio_jobs"])
def test_there_is_one_job_for_one_thing(connection: Connection, name: str) -> None:
    queue = Queue(connection, name)
    id = queue.add_one()
    query = psycopg.sql.SQL("insert into {0} ({1}) select {1} from {0} where id = %s").format(
        psycopg.sql.Identifier("mediaq", name), psycopg.sql.SQL("feedback_id")
    )
    with pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute(query, [id])


def test_an_asset_has_one_automatic_analysis(connection: Connection) -> None:
    asset = insert_uploaded(connection)
    with pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute(
            "insert into mediaq.analysis (asset_id, kickoff) values (%s, 'auto')", [asset]
        )


@pytest.mark.parametrize("table", ["analysis_ssml_segments", "analysis_audio_segments"])
def test_a_segment_exists_once(connection: Connection, table: str) -> None:
    feedback = insert_feedback(connection)
    columns = "ssml" if table == "analysis_ssml_segments" else "audio_url, format, duration_ms"
    values = "'<speak/>'" if columns == "ssml" else "'a.opus', 'opus', 10"
    query = psycopg.sql.SQL("insert into {} (feedback_id, {}) values (%s, {})").format(
        psycopg.sql.Identifier("mediaq", table),
        psycopg.sql.SQL(columns),
        psycopg.sql.SQL(values),
    )
    connection.execute(query, [feedback])
    with pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute(query, [feedback])


def test_ids_rise_with_time(connection: Connection) -> None:
    query = (
        "select mediaq.new_id() < mediaq.id_at(now() + interval '1 second')"
        " and mediaq.new_id() >= mediaq.id_at(now() - interval '1 second')"
    )
    assert value(connection, query)


def test_ids_are_of_version_seven(connection: Connection) -> None:
    id = value(connection, "select mediaq.new_id()")
    assert (id.version, id.variant) == (7, "specified in RFC 4122")
