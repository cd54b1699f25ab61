"""Asset → analysis → asset status → webhook: what the triggers do."""

import pytest

from tests.kit.connections import Connect, Connection, column, heard, listening, value
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis, insert_asset, insert_uploaded

pytestmark = pytest.mark.sql

HOOK = "https://example.org/hook"


def shown(connection: Connection) -> list[str | None]:
    return column(connection, "select analysis_status from mediaq.media_assets order by id")


def kickoffs(connection: Connection) -> list[str]:
    return column(connection, "select kickoff from mediaq.analysis order by id")


def upload(connection: Connection) -> None:
    connection.execute(
        "update mediaq.media_assets set upload_status = 'completed', storage_path = 'clip.mp4'"
    )


@pytest.mark.parametrize("status", ["pending", "uploading", "failed"])
def test_nothing_starts_before_the_upload_is_complete(connection: Connection, status: str) -> None:
    insert_asset(connection, upload_status=status)
    assert (kickoffs(connection), shown(connection)) == ([], [None])


def test_an_asset_inserted_complete_is_analysed(connection: Connection) -> None:
    asset = insert_uploaded(connection, owner="ann")
    assert kickoffs(connection) == ["auto"]
    assert column(connection, "select owner from mediaq.analysis") == ["ann"]
    assert Queue(connection, "analysis").take().payload["asset_id"] == str(asset)


def test_an_upload_that_completes_is_analysed(connection: Connection) -> None:
    insert_asset(connection, upload_status="uploading")
    upload(connection)
    assert (kickoffs(connection), shown(connection)) == (["auto"], ["queued"])


def test_flipping_again_starts_nothing_more(connection: Connection) -> None:
    insert_asset(connection)
    for _ in range(3):
        upload(connection)
        connection.execute("update mediaq.media_assets set upload_status = 'uploading'")
    assert kickoffs(connection) == ["auto"]


def test_a_deleted_asset_is_not_analysed(connection: Connection) -> None:
    insert_asset(connection, deleted_at="2026-01-01T00:00:00Z")
    upload(connection)
    assert kickoffs(connection) == []


def test_many_uploads_in_one_statement_wake_once(connection: Connection, connect: Connect) -> None:
    listener = listening(connect)
    connection.execute(
        "insert into mediaq.media_assets (filename, upload_status, storage_path)"
        " select n || '.mp4', 'completed', n || '.mp4' from generate_series(1, 1000) n"
    )
    assert len(kickoffs(connection)) == 1000
    assert heard(listener, connection) == ["analysis"]


def test_anybody_may_ask_for_more(connection: Connection) -> None:
    asset = insert_uploaded(connection)
    for _ in range(2):
        insert_analysis(connection, asset)
    assert kickoffs(connection) == ["auto", "asked", "asked"]


def test_the_asset_follows_its_analysis(connection: Connection) -> None:
    insert_uploaded(connection)
    analyses = Queue(connection, "analysis")
    job = analyses.take()
    seen = [shown(connection)]
    analyses.complete(job)
    assert [*seen, shown(connection)] == [["processing"], ["completed"]]


def test_the_asset_follows_the_newest_analysis_only(connection: Connection) -> None:
    asset = insert_uploaded(connection)
    analyses = Queue(connection, "analysis")
    old = analyses.take()
    insert_analysis(connection, asset)
    analyses.complete(old)
    assert shown(connection) == ["queued"]
    analyses.cancel(analyses.take().id)
    assert shown(connection) == ["canceled"]


def test_two_analyses_in_one_statement_show_the_newest(connection: Connection) -> None:
    asset = insert_asset(connection)
    connection.execute(
        "insert into mediaq.analysis (id, asset_id, status, completed_at) values"
        " (mediaq.id_at(now() + '1 minute'), %(a)s, 'queued', null),"
        " (mediaq.id_at(now()), %(a)s, 'canceled', now())",
        {"a": asset},
    )
    assert shown(connection) == ["queued"]


def test_heartbeats_do_not_touch_the_asset(connection: Connection) -> None:
    insert_uploaded(connection)
    job = (analyses := Queue(connection, "analysis")).take()
    before = column(connection, "select xmin::text from mediaq.media_assets")
    analyses.heartbeat(job, progress=50)
    assert column(connection, "select xmin::text from mediaq.media_assets") == before


@pytest.mark.parametrize("event", ["completed", "failed", "canceled"])
def test_an_analysis_that_ends_calls_back(connection: Connection, event: str) -> None:
    analysis = insert_analysis(connection, callback_url=HOOK)
    analyses = Queue(connection, "analysis")
    job = analyses.take()
    if event == "completed":
        analyses.complete(job)
    elif event == "failed":
        analyses.fail(job, permanent=True)
    else:
        analyses.cancel(job.id)
    rows = connection.execute("select analysis_id, event, url from mediaq.webhook_jobs").fetchall()
    assert rows == [(analysis, f"analysis.{event}", HOOK)]


def test_without_a_callback_url_nobody_is_called(connection: Connection) -> None:
    insert_analysis(connection)
    analyses = Queue(connection, "analysis")
    analyses.complete(analyses.take())
    assert value(connection, "select count(*) from mediaq.webhook_jobs") == 0


def test_a_retry_is_not_an_end(connection: Connection) -> None:
    insert_analysis(connection, callback_url=HOOK)
    analyses = Queue(connection, "analysis")
    analyses.fail(analyses.take())
    assert value(connection, "select count(*) from mediaq.webhook_jobs") == 0


def test_the_time_it_took_is_kept(connection: Connection) -> None:
    insert_analysis(connection)
    connection.execute("select set_config('mediaq.now', '2030-01-01 00:00:00Z', false)")
    job = (analyses := Queue(connection, "analysis")).take()
    connection.execute("select set_config('mediaq.now', '2030-01-01 00:00:02.5Z', false)")
    analyses.complete(job)
    assert column(connection, "select processing_time_ms from mediaq.analysis") == [2500]


def test_a_bulk_upload_is_linear_even_after_a_small_one(connection: Connection) -> None:
    """Plans of trigger statements are cached from the first call; a nested loop over this many rows
    takes minutes and runs into the timeout."""
    insert_uploaded(connection)
    connection.execute("set statement_timeout = '30s'")
    connection.execute(
        "insert into mediaq.media_assets (filename, storage_path, upload_status)"
        " select 'clip.mp4', 'x', 'completed' from generate_series(1, 30000)"
    )
    connection.execute("update mediaq.analysis set tag = 'x'")
    connection.execute("update mediaq.media_assets set updated_at = mediaq.now()")
    statuses = "select count(*) from mediaq.media_assets where analysis_status = 'queued'"
    assert value(connection, statuses) == value(connection, "select count(*) from mediaq.analysis")
