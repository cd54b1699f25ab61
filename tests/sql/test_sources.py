"""Assets that name a URL: their analysis, and how the asset tells whether it was fetched."""

from typing import Any
from uuid import UUID

import pytest

from tests.kit.connections import Connect, Connection, column, heard, listening, value
from tests.kit.queues import Job, Queue
from tests.kit.rows import insert_analysis, insert_asset, insert_uploaded

pytestmark = pytest.mark.sql

URL = "https://example.org/a/b%20c.mp4?d=/e/f#g"
SHA = "ab" * 32


def linked(connection: Connection, **columns: Any) -> UUID:
    """An asset of which only the URL is known."""
    return insert_asset(connection, source_url=URL, **columns)


def fetched(connection: Connection, job: Job, path: str = "originals/ab/abab") -> str:
    """What a worker says when it has fetched the URL of its analysis."""
    answer: str = value(
        connection,
        "select mediaq.fetched(%s, %s, 'video', 'video/mp4', 5, %s, %s)",
        *(job.id, job.lease, SHA, path),
    )
    return answer


def shown(connection: Connection) -> tuple[Any, ...]:
    rows = connection.execute(
        "select upload_status, analysis_status, storage_path from mediaq.media_assets"
    ).fetchall()
    return rows[0]


def kickoffs(connection: Connection) -> list[str]:
    return column(connection, "select kickoff from mediaq.analysis order by id")


def test_an_insert_is_all_it_takes(connection: Connection, connect: Connect) -> None:
    listener = listening(connect)
    asset = linked(connection, owner="ann")
    assert kickoffs(connection) == ["auto"]
    assert column(connection, "select owner || key from mediaq.analysis") == ["annann"]
    assert shown(connection) == ("pending", "queued", None)
    assert Queue(connection, "analysis").take().payload["asset_id"] == str(asset)
    assert heard(listener, connection) == ["analysis"]


@pytest.mark.parametrize("kickoff", ["auto", "asked"])
def test_who_inserts_the_analysis_too_chooses_its_options(
    connection: Connection, kickoff: str
) -> None:
    with connection.transaction():
        insert_analysis(connection, linked(connection), kickoff=kickoff, options={"fps": 1})
    assert kickoffs(connection) == [kickoff]
    fetched(connection, Queue(connection, "analysis").take())
    assert kickoffs(connection) == [kickoff]


def test_the_api_needs_no_more_rights_than_it_has(connect: Connect, connection: Connection) -> None:
    api = connect("mediaq_api")
    api.execute("select set_config('mediaq.owner', 'local', false)")
    insert_asset(api, source_url=URL)
    assert kickoffs(connection) == ["auto"]


@pytest.mark.parametrize(
    "columns",
    [
        {"upload_status": "uploading"},
        {"upload_status": "failed"},
        {"deleted_at": "2026-01-01T00:00:00Z"},
    ],
)
def test_nothing_is_fetched_that_was_not_meant(
    connection: Connection, columns: dict[str, Any]
) -> None:
    linked(connection, **columns)
    assert (kickoffs(connection), shown(connection)[1]) == ([], None)


def test_an_asset_deleted_in_the_same_transaction_is_not_fetched(connection: Connection) -> None:
    with connection.transaction():
        linked(connection)
        connection.execute("update mediaq.media_assets set deleted_at = mediaq.now()")
    assert kickoffs(connection) == []


def test_an_upload_that_says_whence_it_came_is_not_fetched(connection: Connection) -> None:
    insert_uploaded(connection, source_url=URL)
    assert kickoffs(connection) == ["auto"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (URL, "b%20c.mp4"),
        ("http://example.org", "download"),
        ("http://example.org/", "download"),
        ("http://example.org/clip.mp4", "clip.mp4"),
        ("http://example.org/?a=/b.mp4", "download"),
        (f"http://example.org/{'x' * 300}", "x" * 255),
        ("nonsense", "download"),
    ],
)
def test_a_url_names_its_asset(connection: Connection, url: str, name: str) -> None:
    insert_asset(connection, source_url=url, filename=None)
    assert column(connection, "select filename from mediaq.media_assets") == [name]


def test_a_name_is_needed_where_no_url_is(connection: Connection) -> None:
    with pytest.raises(Exception, match="filename"):
        insert_asset(connection, filename=None)


def test_what_was_fetched_belongs_to_the_asset(connection: Connection) -> None:
    linked(connection)
    job = Queue(connection, "analysis").take()
    assert fetched(connection, job) == "done"
    assert shown(connection) == ("completed", "processing", "originals/ab/abab")
    assert column(connection, "select sha256 from mediaq.media_assets") == [SHA]
    assert kickoffs(connection) == ["auto"]


def test_it_is_fetched_once(connection: Connection) -> None:
    """A repeated call, and another analysis of the same asset, change nothing."""
    insert_analysis(connection, linked(connection))
    one, other = Queue(connection, "analysis").claim(2)
    answers = [fetched(connection, one), fetched(connection, one), fetched(connection, other, "x")]
    assert answers == ["done", "already", "already"]
    assert shown(connection)[2] == "originals/ab/abab"


def test_without_the_lease_nothing_is_written(connection: Connection) -> None:
    linked(connection)
    analyses = Queue(connection, "analysis")
    late = analyses.take()
    analyses.release(late)
    assert fetched(connection, late) == "lost"
    current = analyses.take()
    assert fetched(connection, late) == "lost"
    analyses.cancel(current.id)
    assert fetched(connection, current) == "lost"
    assert shown(connection) == ("pending", "canceled", None)


def test_after_its_end_an_analysis_writes_nothing(connection: Connection) -> None:
    linked(connection)
    job = (analyses := Queue(connection, "analysis")).take()
    analyses.fail(job, permanent=True)
    assert fetched(connection, job) == "lost"
    assert shown(connection) == ("failed", "failed", None)


def test_a_failed_fetch_is_a_failed_upload_until_it_is_tried_again(connection: Connection) -> None:
    linked(connection)
    analyses = Queue(connection, "analysis")
    job = analyses.take()
    analyses.fail(job, delay=0)
    seen = [shown(connection)[:2]]
    analyses.fail(analyses.take(), permanent=True)
    seen.append(shown(connection)[:2])
    analyses.retry(job.id)
    seen.append(shown(connection)[:2])
    assert seen == [("pending", "queued"), ("failed", "failed"), ("pending", "queued")]


def test_a_failed_analysis_of_what_was_fetched_is_no_failed_upload(connection: Connection) -> None:
    linked(connection)
    analyses = Queue(connection, "analysis")
    job = analyses.take()
    fetched(connection, job)
    analyses.fail(job, permanent=True)
    assert shown(connection)[:2] == ("completed", "failed")


def test_other_uploads_are_left_alone(connection: Connection) -> None:
    asset = insert_asset(connection, upload_status="uploading")
    insert_analysis(connection, asset)
    analyses = Queue(connection, "analysis")
    job = analyses.take()
    assert fetched(connection, job) == "already"
    analyses.fail(job, permanent=True)
    assert shown(connection) == ("uploading", "failed", None)
