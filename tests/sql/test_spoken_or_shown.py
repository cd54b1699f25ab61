"""Which findings are spoken, which are only shown, and in what order."""

import pytest
from psycopg.types.json import Jsonb

from mediaq.db.statements import statement
from tests.kit.connections import Connection, column
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis, insert_feedback
from tests.sql.test_speech import jobs, statuses

pytestmark = pytest.mark.sql


def test_what_is_inserted_without_status_is_not_spoken(connection: Connection) -> None:
    feedback = insert_feedback(connection, ssml_status=None, audio_status=None)
    assert jobs(connection) == ([], [])
    assert statuses(connection, feedback) == (None, None)
    connection.execute("update mediaq.analysis_feedback set message = 'Somebody wrote it anew.'")
    assert jobs(connection) == ([feedback], [])


def test_what_is_written_first_is_spoken_first(connection: Connection) -> None:
    analysis = insert_analysis(connection)
    connection.execute(
        "insert into mediaq.analysis_feedback (analysis_id, message)"
        " select %s, 'Finding ' || n from generate_series(1, 25) n",
        [analysis],
    )
    order = column(connection, "select id from mediaq.analysis_feedback order by id")
    for queue in (Queue(connection), Queue(connection, "audio_jobs")):
        taken = [queue.take() for _ in order]
        assert [job.payload["feedback_id"] for job in taken] == order
        for job in taken:
            queue.complete(job)


def test_the_worker_says_what_is_spoken(connection: Connection) -> None:
    findings = [
        {"code": code, "severity": "info", "message": "Dark.", "details": details, **spoken}
        for code, details, spoken in (
            ("a", {"more": 2}, {"spoken": True}),
            ("b", {}, {"spoken": False}),
            ("c", None, {}),
        )
    ]
    params = {"analysis_id": insert_analysis(connection), "findings": Jsonb(findings)}
    connection.execute(statement("pipeline.record_feedback").encode(), params)
    rows = connection.execute(
        "select code, ssml_status, audio_status, details from mediaq.analysis_feedback order by id"
    ).fetchall()
    assert rows == [
        ("a", "queued", "queued", {"more": 2}),
        ("b", None, None, {}),
        ("c", "queued", "queued", {}),
    ]


@pytest.mark.parametrize(
    ("details", "more"),
    [({"more": 2}, 2), ({}, None), ({"more": "2"}, None), ({"more": None}, None)],
)
def test_repeats_are_read_only_where_they_are_a_number(
    connection: Connection, details: dict[str, object], more: int | None
) -> None:
    feedback = insert_feedback(connection, details=details)
    query = statement("pipeline.finding").encode()
    rows = connection.execute(query, {"feedback_id": feedback}).fetchall()
    assert [row[5] for row in rows] == [more]
