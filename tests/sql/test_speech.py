"""Feedback → SSML job → audio job: what the triggers do, and what they leave alone."""

import pytest

from tests.kit.connections import Connect, Connection, column, heard, listening, value
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis, insert_feedback

pytestmark = pytest.mark.sql


def statuses(connection: Connection, feedback: int) -> tuple[str | None, str | None]:
    rows = connection.execute(
        "select ssml_status, audio_status from mediaq.analysis_feedback where id = %s", [feedback]
    ).fetchall()
    ssml, audio = rows[0]
    return ssml, audio


def jobs(connection: Connection) -> tuple[list[int], list[int]]:
    """Feedback ids that have an SSML job, and those that have an audio job."""
    return (
        column(connection, "select feedback_id from mediaq.ssml_jobs order by 1"),
        column(connection, "select feedback_id from mediaq.audio_jobs order by 1"),
    )


def write_segments(connection: Connection, feedback: int) -> None:
    connection.execute(
        "insert into mediaq.analysis_ssml_segments (feedback_id, ssml) values (%s, '<speak/>')",
        [feedback],
    )


def write_audio(connection: Connection, feedback: int) -> None:
    connection.execute(
        "insert into mediaq.analysis_audio_segments (feedback_id, audio_url, format, duration_ms)"
        " values (%s, 'audio/1.opus', 'opus', 900)",
        [feedback],
    )


def test_a_message_enqueues_its_ssml_job(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    assert jobs(connection) == ([feedback], [])
    assert statuses(connection, feedback) == ("queued", "queued")


def test_a_finding_is_spoken_step_by_step(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    ssml, audio = Queue(connection, "ssml_jobs"), Queue(connection, "audio_jobs")
    job = ssml.take()
    assert job.payload == {"feedback_id": feedback, "crashes": 0}
    assert statuses(connection, feedback) == ("processing", "queued")
    write_segments(connection, feedback)
    ssml.complete(job)
    assert statuses(connection, feedback) == ("completed", "queued")
    job = audio.take()
    assert statuses(connection, feedback) == ("completed", "processing")
    write_audio(connection, feedback)
    audio.complete(job)
    assert statuses(connection, feedback) == ("completed", "completed")


@pytest.mark.parametrize("message", [None, "", "   ", "\t\n \r\n", "\v\f"])
def test_a_blank_message_is_not_spoken(connection: Connection, message: str | None) -> None:
    feedback = insert_feedback(connection, message)
    assert jobs(connection) == ([], [])
    assert statuses(connection, feedback) == (None, None)


def test_one_statement_may_mix_blank_and_spoken(connection: Connection) -> None:
    analysis = insert_analysis(connection)
    connection.execute(
        "insert into mediaq.analysis_feedback (analysis_id, message)"
        " select %s, case when n %% 2 = 0 then 'spoken' else ' ' end from generate_series(1, 10) n",
        [analysis],
    )
    assert value(connection, "select count(*) from mediaq.ssml_jobs") == 5
    unspoken = "select count(*) from mediaq.analysis_feedback where ssml_status is null"
    assert value(connection, unspoken) == 5


def test_completed_twice_makes_one_audio_job(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    ssml = Queue(connection)
    job = ssml.take()
    assert [ssml.complete(job), ssml.complete(job)] == [["done"], ["already"]]
    assert jobs(connection) == ([feedback], [feedback])


def test_audio_keeps_the_priority(connection: Connection) -> None:
    insert_feedback(connection)
    connection.execute("update mediaq.ssml_jobs set priority = -3")
    ssml = Queue(connection)
    ssml.complete(ssml.take())
    assert column(connection, "select priority from mediaq.audio_jobs") == [-3]


def test_a_retry_shows_as_queued_again(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    ssml = Queue(connection)
    ssml.fail(ssml.take())
    assert statuses(connection, feedback) == ("queued", "queued")


def test_when_ssml_fails_audio_is_not_left_waiting(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    ssml = Queue(connection)
    ssml.fail(ssml.take(), permanent=True)
    assert statuses(connection, feedback) == ("failed", "canceled")
    ssml.retry()
    assert statuses(connection, feedback) == ("queued", "queued")


def test_when_ssml_is_canceled_so_is_audio(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    ssml = Queue(connection)
    ssml.cancel(ssml.take().id)
    assert statuses(connection, feedback) == ("canceled", "canceled")
    assert jobs(connection)[1] == []


@pytest.mark.parametrize(("end", "shown"), [("fail", "failed"), ("cancel", "canceled")])
def test_the_end_of_an_audio_job_is_shown(connection: Connection, end: str, shown: str) -> None:
    feedback = insert_feedback(connection)
    ssml, audio = Queue(connection), Queue(connection, "audio_jobs")
    ssml.complete(ssml.take())
    job = audio.take()
    _ = audio.fail(job, permanent=True) if end == "fail" else audio.cancel(job.id)
    assert statuses(connection, feedback) == ("completed", shown)


def test_a_changed_message_is_spoken_anew(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    ssml, audio = Queue(connection), Queue(connection, "audio_jobs")
    write_segments(connection, feedback)
    ssml.complete(ssml.take())
    write_audio(connection, feedback)
    audio.complete(audio.take())
    change(connection, feedback, "Another text.")
    assert statuses(connection, feedback) == ("queued", "queued")
    assert jobs(connection) == ([feedback], [])
    assert segments(connection) == 0


def test_a_worker_on_the_old_text_loses_its_lease(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    ssml = Queue(connection)
    old = ssml.take()
    change(connection, feedback, "Another text.")
    assert (ssml.heartbeat(old), ssml.complete(old)) == (set(), ["lost"])
    assert statuses(connection, feedback) == ("queued", "queued")
    assert ssml.take().id != old.id


def test_an_audio_worker_on_the_old_text_loses_its_lease(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    ssml, audio = Queue(connection), Queue(connection, "audio_jobs")
    ssml.complete(ssml.take())
    old = audio.take()
    change(connection, feedback, "Another text.")
    assert audio.complete(old) == ["lost"]
    assert statuses(connection, feedback) == ("queued", "queued")


@pytest.mark.parametrize("message", [None, "", " \n"])
def test_a_message_that_becomes_blank_falls_silent(
    connection: Connection, message: str | None
) -> None:
    feedback = insert_feedback(connection)
    change(connection, feedback, message)
    assert jobs(connection) == ([], [])
    assert statuses(connection, feedback) == (None, None)


def test_a_message_that_appears_is_spoken(connection: Connection) -> None:
    feedback = insert_feedback(connection, None)
    change(connection, feedback, "Now there is something.")
    assert jobs(connection) == ([feedback], [])
    assert statuses(connection, feedback) == ("queued", "queued")


def test_other_changes_do_not_start_again(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    before = column(connection, "select id from mediaq.ssml_jobs")
    connection.execute("update mediaq.analysis_feedback set severity = 'error', message = message")
    assert column(connection, "select id from mediaq.ssml_jobs") == before
    assert statuses(connection, feedback) == ("queued", "queued")


def test_ten_thousand_findings_are_one_statement_and_one_notification(
    connection: Connection, connect: Connect
) -> None:
    analysis = insert_analysis(connection)
    listener = listening(connect)
    connection.execute(
        "insert into mediaq.analysis_feedback (analysis_id, message)"
        " select %s, 'Finding ' || n from generate_series(1, 10000) n",
        [analysis],
    )
    assert value(connection, "select count(*) from mediaq.ssml_jobs") == 10_000
    assert heard(listener, connection) == ["ssml_jobs"]


def test_deleting_the_analysis_takes_everything_along(connection: Connection) -> None:
    feedback = insert_feedback(connection)
    write_segments(connection, feedback)
    connection.execute("delete from mediaq.analysis")
    assert jobs(connection) == ([], [])
    assert segments(connection) == 0


def test_audio_belongs_to_findings_and_ssml_is_apart(connection: Connection) -> None:
    stray = column(
        connection,
        "select table_name || '.' || column_name from information_schema.columns"
        " where table_schema = 'mediaq' and (table_name = 'analysis' and column_name = 'audio_url'"
        " or table_name = 'analysis_audio_segments' and column_name like '%ssml%')",
    )
    assert stray == []


def change(connection: Connection, feedback: int, message: str | None) -> None:
    connection.execute(
        "update mediaq.analysis_feedback set message = %s where id = %s", [message, feedback]
    )


def segments(connection: Connection) -> int:
    found: int = value(
        connection,
        "select (select count(*) from mediaq.analysis_ssml_segments)"
        " + (select count(*) from mediaq.analysis_audio_segments)",
    )
    return found
