"""Event streams are told what changed, while somebody watches, and only then."""

from uuid import UUID

import pytest

from tests.kit.connections import Connect, Connection, heard, listening, value
from tests.kit.rows import insert_analysis, insert_feedback, insert_uploaded
from tests.kit.wait import wait_for

pytestmark = pytest.mark.sql

CHANNEL = "mediaq_changed"


@pytest.fixture
def watcher(connect: Connect) -> Connection:
    """A session that listens and has said so."""
    session = listening(connect, CHANNEL)
    session.execute("select mediaq.watch_changes()")
    return session


def told(watcher: Connection, connection: Connection) -> list[str]:
    return heard(watcher, connection, CHANNEL)


def claim(connection: Connection) -> None:
    connection.execute("select mediaq.claim('mediaq.analysis', mediaq.new_id(), 1)")


def beat(connection: Connection) -> None:
    connection.execute(
        "select mediaq.heartbeat('mediaq.analysis', array[id], array[lease], array[50])"
        " from mediaq.analysis"
    )


def test_nobody_is_told_when_nobody_watches(connect: Connect, connection: Connection) -> None:
    listener = listening(connect, CHANNEL)
    insert_feedback(connection, analysis_id=insert_analysis(connection))
    claim(connection)
    assert told(listener, connection) == []


def test_a_session_that_ends_watches_no_more(
    watcher: Connection, connect: Connect, connection: Connection
) -> None:
    other = listening(connect, CHANNEL)
    pid = watcher.info.backend_pid
    watcher.close()
    still = "select count(*) from pg_stat_activity where pid = %s"
    wait_for(lambda: value(connection, still, pid) == 0)
    insert_uploaded(connection)
    assert told(other, connection) == []


def test_a_status_is_told_and_a_heartbeat_is_not(
    watcher: Connection, connection: Connection
) -> None:
    id = str(insert_analysis(connection))
    assert told(watcher, connection) == [id]
    claim(connection)
    beat(connection)
    assert told(watcher, connection) == [id]
    connection.execute("update mediaq.analysis set deleted_at = mediaq.now()")
    connection.execute("update mediaq.analysis set tag = 'x'")
    assert told(watcher, connection) == [id]


def test_findings_and_their_speech_are_told(watcher: Connection, connection: Connection) -> None:
    analysis_id = insert_analysis(connection)
    with connection.transaction():
        for _ in range(3):
            insert_feedback(connection, analysis_id=analysis_id)
    assert told(watcher, connection) == [str(analysis_id)] * 2
    connection.execute(
        "with c as materialized ("
        "  select * from mediaq.claim('mediaq.ssml_jobs', mediaq.new_id(), 3)"
        ") select mediaq.complete('mediaq.ssml_jobs', array_agg(id), array_agg(lease)) from c"
    )
    assert set(told(watcher, connection)) == {str(analysis_id)}
    connection.execute("update mediaq.analysis_feedback set details = '{}'")
    assert told(watcher, connection) == []


def test_many_at_once_are_one_notification(watcher: Connection, connection: Connection) -> None:
    for count, named in ((200, True), (201, False)):
        connection.execute(
            "insert into mediaq.media_assets (filename, upload_status, storage_path)"
            " select n || '.mp4', 'completed', 'x' from generate_series(1, %s) n",
            [count],
        )
        [payload] = told(watcher, connection)
        assert len({UUID(text) for text in payload.split(",") if text}) == (200 if named else 0)


def test_a_rollback_tells_nothing(watcher: Connection, connection: Connection) -> None:
    with connection.transaction(force_rollback=True):
        insert_analysis(connection)
    assert told(watcher, connection) == []
