"""`DELETE /api/media/{id}`: what goes, what ends, what stays, and races."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from starlette.testclient import TestClient

from api.app import create_app
from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.api.rows import complete, uploaded
from tests.kit.connections import Connect, Connection, column, value
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis, insert_asset, insert_feedback
from tests.kit.wait import wait_for

MEDIA = "/api/media"
URL = "https://example.com/video.mp4"


def delete(client: TestClient, id: object, **headers: str) -> int:
    """The status of a deletion."""
    return int(client.delete(f"{MEDIA}/{id}", headers=headers).status_code)


def test_a_deleted_analysis_is_gone(client: TestClient, connection: Connection) -> None:
    asset_id, analysis_id = uploaded(connection)
    answer = client.delete(f"{MEDIA}/{analysis_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    refused(client.get(f"{MEDIA}/status/{analysis_id}"), 410, "gone")
    refused(client.get(f"/api/v1/analyses/{analysis_id}"), 410, "gone")
    refused(client.delete(f"{MEDIA}/{analysis_id}"), 410, "gone")
    assert client.get(f"/api/v1/assets/{asset_id}/analyses").json()["data"] == []
    assert value(connection, "select status from mediaq.analysis") == "canceled"


def test_an_upload_stays(client: TestClient, connection: Connection) -> None:
    asset_id, analysis_id = uploaded(connection)
    assert delete(client, analysis_id) == 204
    assert client.get(f"/api/v1/assets/{asset_id}").status_code == 200


def test_what_was_fetched_goes_with_its_last_analysis(
    client: TestClient, connection: Connection
) -> None:
    first = client.post(f"{MEDIA}/analyze", json={"media_url": URL}).json()["analysis_id"]
    asset_id = value(connection, "select id from mediaq.media_assets")
    second = insert_analysis(connection, asset_id)
    assert delete(client, first) == 204
    assert client.get(f"/api/v1/assets/{asset_id}").status_code == 200
    assert delete(client, second) == 204
    refused(client.get(f"/api/v1/assets/{asset_id}"), 410, "gone")


def test_its_speech_ends(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    complete(connection, analysis_id)
    for message in ("Too loud.", "Too dark.", "Too slow."):
        insert_feedback(connection, message, analysis_id)
    ssml, audio = Queue(connection, "ssml_jobs"), Queue(connection, "audio_jobs")
    ssml.complete(*ssml.claim(2))
    audio.claim(1)
    assert delete(client, analysis_id) == 204
    assert sorted(column(connection, "select status from mediaq.ssml_jobs")) == [
        "canceled",
        "completed",
        "completed",
    ]
    assert column(connection, "select status from mediaq.audio_jobs") == ["canceled"] * 2
    assert value(connection, "select status from mediaq.analysis") == "completed"


def test_a_running_one_loses_its_lease(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    queue = Queue(connection, "analysis")
    job = queue.take()
    assert delete(client, analysis_id) == 204
    assert queue.complete(job) == ["lost"]
    assert value(connection, "select count(*) from mediaq.analysis_feedback") == 0


def test_bad_ids(client: TestClient, connection: Connection) -> None:
    asset_id, _ = uploaded(connection)
    refused(client.delete(f"{MEDIA}/{uuid4()}"), 404, "not_found")
    refused(client.delete(f"{MEDIA}/{asset_id}"), 404, "not_found")
    for bad in ("7", "%00", uuid4().hex, "'--", "é"):
        refused(client.delete(f"{MEDIA}/{bad}"), 400, "invalid_id", ["path", "id"])


def test_fixed_routes_are_not_ids(client: TestClient) -> None:
    paths = [getattr(route, "path", "") for route in create_app(Settings(_env_file=None)).routes]
    fixed = [path for path in paths if re.fullmatch(f"{MEDIA}/[^/{{]+", path)]
    assert len(fixed) > 4
    for path in fixed:
        refused(client.delete(path), 405, "method_not_allowed")


def test_somebody_else_s_is_as_if_it_were_not_there(
    client: TestClient, connection: Connection
) -> None:
    asset = insert_asset(connection, owner="bob")
    analysis = insert_analysis(connection, asset, owner="bob")
    ann = bearer(make(connection, "ann"))
    theirs = refused(client.delete(f"{MEDIA}/{analysis}", headers=ann), 404, "not_found")
    missing = refused(client.delete(f"{MEDIA}/{uuid4()}", headers=ann), 404, "not_found")
    assert {**theirs, "request_id": ""} == {**missing, "request_id": ""}
    assert value(connection, "select status from mediaq.analysis") == "queued"


def test_of_many_deletions_at_once_one_succeeds(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: delete(client, analysis_id), range(8)))
    assert sorted(statuses) == [204] + [410] * 7


def test_a_deletion_waits_for_a_completion_and_ends_the_speech_it_made(
    client: TestClient, connection: Connection, connect: Connect
) -> None:
    _, analysis_id = uploaded(connection)
    worker = connect()
    job = Queue(worker, "analysis").take()
    with ThreadPoolExecutor(1) as pool:
        with worker.transaction():
            assert Queue(worker, "analysis").complete(job) == ["done"]
            insert_feedback(worker, "Too loud.", analysis_id)
            deleting = pool.submit(delete, client, analysis_id)
            wait_for(lambda: value(connection, BLOCKED))
        assert deleting.result() == 204
    assert column(connection, "select status from mediaq.analysis") == ["completed"]
    assert column(connection, "select status from mediaq.ssml_jobs") == ["canceled"]


BLOCKED = (
    "select count(*) from pg_stat_activity where datname = current_database()"
    " and application_name = 'mediaq api' and wait_event_type = 'Lock'"
)
