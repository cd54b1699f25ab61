"""Whose rows the API sees: those of the owner that its transaction names, and no others."""

from typing import LiteralString

import psycopg
import pytest

from tests.kit.connections import Connect, Connection, column
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis, insert_asset, insert_feedback, insert_uploaded

pytestmark = pytest.mark.sql

TABLES: dict[str, LiteralString] = {
    "media_assets": "select count(*) from mediaq.media_assets",
    "analysis": "select count(*) from mediaq.analysis",
    "analysis_results": "select count(*) from mediaq.analysis_results",
    "analysis_feedback": "select count(*) from mediaq.analysis_feedback",
    "analysis_ssml_segments": "select count(*) from mediaq.analysis_ssml_segments",
    "analysis_audio_segments": "select count(*) from mediaq.analysis_audio_segments",
    "asset_files": "select count(*) from mediaq.asset_files",
    "transcriptions": "select count(*) from mediaq.transcriptions",
    "ssml_jobs": "select count(*) from mediaq.ssml_jobs",
    "audio_jobs": "select count(*) from mediaq.audio_jobs",
    "webhook_jobs": "select count(*) from mediaq.webhook_jobs",
    "webhook_attempts": "select count(*) from mediaq.webhook_attempts",
    "webhook_disabled": "select count(*) from mediaq.webhook_disabled",
    "provider_submissions": "select count(*) from mediaq.provider_submissions",
    "job_errors": "select count(*) from mediaq.job_errors",
}


def fill(connection: Connection, owner: str) -> None:
    """One row of an owner in every table that has owners."""
    asset = insert_asset(connection, owner=owner)
    hook = "https://example.org/hook"
    analysis = insert_analysis(connection, asset, owner=owner, callback_url=hook)
    feedback = insert_feedback(connection, analysis_id=analysis)
    ssml, analyses = Queue(connection, "ssml_jobs"), Queue(connection, "analysis")
    ssml.complete(ssml.take())
    analyses.fail(analyses.take(), permanent=True)
    gone = Queue(connection, "webhook_jobs").take()
    query = "select mediaq.webhook_attempted(%s, %s, 410, 'webhook_gone', null, null, 5, null)"
    connection.execute(query, [gone.id, gone.lease])
    connection.execute(
        """
        with r as (insert into mediaq.analysis_results (analysis_id, analysis_type, result)
            values (%(analysis)s, 'technical', '{}')),
          s as (insert into mediaq.analysis_ssml_segments (feedback_id, ssml)
            values (%(feedback)s, '<speak/>')),
          a as (insert into mediaq.analysis_audio_segments
            (feedback_id, audio_url, format, duration_ms) values (%(feedback)s, 'a', 'opus', 1)),
          t as (insert into mediaq.transcriptions (analysis_id, provider, text_content)
            values (%(analysis)s, 'local', 'words')),
          p as (insert into mediaq.provider_submissions (analysis_id, operation_type)
            values (%(analysis)s, 'transcription'))
        insert into mediaq.asset_files (asset_id, kind, file_path, file_size_bytes, mime_type)
        values (%(asset)s, 'original', 'clip.mp4', 1, 'video/mp4')
        """,
        {"asset": asset, "analysis": analysis, "feedback": feedback},
    )


def seen(api: Connection, owner: str | None) -> dict[str, int]:
    """How many rows of each table a transaction of this owner sees."""
    with api.transaction():
        if owner is not None:
            api.execute("select set_config('mediaq.owner', %s, true)", [owner])
        return {table: column(api, query)[0] for table, query in TABLES.items()}


@pytest.fixture
def api(connection: Connection, connect: Connect) -> Connection:
    """As the API, over rows of Ann and of Bob."""
    fill(connection, "ann")
    fill(connection, "bob")
    return connect("mediaq_api")


@pytest.mark.parametrize(
    ("owner", "rows"), [(None, 0), ("", 0), ("carl", 0), ("ann", 1), ("bob", 1), ("*", 2)]
)
def test_the_api_sees_rows_of_one_owner(api: Connection, owner: str | None, rows: int) -> None:
    assert seen(api, owner) == dict.fromkeys(TABLES, rows)


def test_the_owner_ends_with_the_transaction(api: Connection) -> None:
    assert seen(api, "*")["analysis"] == 2
    assert seen(api, None) == dict.fromkeys(TABLES, 0)


def test_the_worker_sees_everything(api: Connection, connect: Connect) -> None:
    assert seen(connect("mediaq_worker"), None) == dict.fromkeys(TABLES, 2)


def test_nothing_can_be_made_in_another_s_name(api: Connection) -> None:
    api.execute("set mediaq.owner = 'ann'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        insert_asset(api, owner="bob")


def test_nothing_can_be_given_away(api: Connection) -> None:
    api.execute("set mediaq.owner = 'ann'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        api.execute("update mediaq.media_assets set owner = 'bob'")


def test_another_s_asset_cannot_be_analysed(connection: Connection, api: Connection) -> None:
    (bobs,) = column(connection, "select id from mediaq.media_assets where owner = 'bob'")
    api.execute("set mediaq.owner = 'ann'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        insert_analysis(api, bobs, owner="ann")


def test_an_owner_s_upload_is_analysed_in_its_name(api: Connection) -> None:
    with api.transaction():
        api.execute("select set_config('mediaq.owner', 'carl', true)")
        insert_uploaded(api, owner="carl")
    assert seen(api, "carl")["analysis"] == 1


def test_every_table_with_owners_asks_whose_the_row_is(connection: Connection) -> None:
    loose = column(
        connection,
        "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = 'mediaq'::regnamespace and c.relkind = 'r'"
        " and a.attname = 'owner' and has_table_privilege('mediaq_api', c.oid, 'select')"
        " and not exists (select from pg_policies p where p.tablename = c.relname"
        "   and p.policyname = 'api' and p.qual like '%sees(owner)%'"
        "   and p.with_check like '%sees(owner)%')",
    )
    assert loose == []
