"""The roles at work: what each may do, and what it is refused."""

from typing import LiteralString

import psycopg
import pytest

from tests.kit.connections import Connect, Connection, column, value
from tests.kit.queues import QUEUES, Queue
from tests.kit.rows import insert_analysis, insert_feedback, insert_uploaded

pytestmark = pytest.mark.sql


@pytest.fixture
def worker(connect: Connect) -> Connection:
    return connect("mediaq_worker")


@pytest.fixture
def api(connect: Connect) -> Connection:
    """As the API, for every owner."""
    connection = connect("mediaq_api")
    connection.execute("select set_config('mediaq.owner', '*', false)")
    return connection


def refused(connection: Connection, query: LiteralString) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(query)


def test_the_worker_runs_the_verbs(queue: Queue, worker: Connection) -> None:
    queue.add(4)
    mine = queue.on(worker)
    done, failed, released, lapsed = mine.claim(4)
    assert mine.heartbeat(done) == {done.id}
    assert mine.complete(done) == ["done"]
    assert mine.fail(failed) == "retried"
    assert mine.release(released) == {released.id}
    worker.execute("select set_config('mediaq.now', (now() + interval '1 hour')::text, false)")
    assert mine.rescue() == (1, 0)
    assert (mine.prune(), lapsed.attempt) == (0, 1)


@pytest.mark.parametrize("queue_name", QUEUES)
def test_the_worker_changes_no_queue_by_hand(worker: Connection, queue_name: str) -> None:
    table = psycopg.sql.Identifier("mediaq", queue_name)
    for text in ("update {} set status = 'completed'", "delete from {}", "truncate {}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute(psycopg.sql.SQL(text).format(table))


def test_the_worker_writes_what_an_analysis_produces(
    connection: Connection, worker: Connection
) -> None:
    feedback = insert_feedback(worker, analysis_id=insert_analysis(connection))
    worker.execute(
        "insert into mediaq.analysis_ssml_segments (feedback_id, ssml) values (%s, '<speak/>')",
        [feedback],
    )
    assert value(worker, "select count(*) from mediaq.ssml_jobs") == 1


def test_the_worker_cannot_make_jobs_or_people(worker: Connection) -> None:
    refused(worker, "insert into mediaq.ssml_jobs (feedback_id) values (1)")
    refused(worker, "insert into mediaq.media_assets (filename) values ('x')")
    refused(worker, "select mediaq.cancel('mediaq.ssml_jobs', '{}')")
    refused(worker, "update mediaq.queues set max_attempts = 99")


def test_the_api_uploads_and_asks(api: Connection) -> None:
    asset = insert_uploaded(api)
    insert_analysis(api, asset, prompt="Is it sharp?")
    assert column(api, "select kickoff from mediaq.analysis order by id") == ["auto", "asked"]


def test_the_api_cancels_retries_and_pauses(api: Connection) -> None:
    analyses = Queue(api, "analysis")
    id = insert_analysis(api)
    assert analyses.cancel(id) == {id: "canceled"}
    assert analyses.retry(id) == {id}
    api.execute("select mediaq.pause('mediaq.analysis'), mediaq.resume('mediaq.analysis')")


@pytest.mark.parametrize(
    "call",
    [
        "select mediaq.claim('mediaq.ssml_jobs', mediaq.new_id())",
        "select mediaq.complete('mediaq.ssml_jobs', '{}', '{}')",
        "select mediaq.fail('mediaq.ssml_jobs', mediaq.new_id(), 1, 'no')",
        "select mediaq.heartbeat('mediaq.ssml_jobs', '{}', '{}', '{}')",
        "select mediaq.release('mediaq.ssml_jobs', '{}', '{}')",
        "select mediaq.rescue('mediaq.ssml_jobs')",
        "select mediaq.prune('mediaq.ssml_jobs')",
        "insert into mediaq.ssml_jobs (feedback_id) values (1)",
        "update mediaq.analysis set status = 'completed'",
        "insert into mediaq.analysis (asset_id, status) values (mediaq.new_id(), 'completed')",
        "delete from mediaq.media_assets",
        "update mediaq.queues set paused_at = null",
        "select mediaq.wake('mediaq.ssml_jobs')",
        "select mediaq.asset_inserted()",
        "create table mediaq.mine (x int)",
    ],
)
def test_the_api_does_no_worker_s_work(api: Connection, call: LiteralString) -> None:
    refused(api, call)


@pytest.mark.parametrize("role", ["mediaq_api", "mediaq_worker"])
def test_nobody_reads_secrets(connect: Connect, role: str) -> None:
    refused(connect(role), "select from mediaq.api_keys")
    refused(connect(role), "select secret_variable from mediaq.provider_accounts")


@pytest.mark.parametrize("role", ["mediaq_api", "mediaq_worker"])
def test_nobody_becomes_the_owner(connect: Connect, role: str) -> None:
    member = "select pg_has_role(%s, 'mediaq_owner', 'member')"
    assert not value(connect(), member, role)
