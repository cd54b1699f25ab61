"""Cancel, retry, reprocess, and the deletion of assets; whose they are, and races."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from mediaq import __version__
from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.api.rows import complete, fail, insert_spoken, uploaded
from tests.kit.connections import Connect, Connection, column, value
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis, insert_asset, insert_uploaded
from tests.kit.wait import wait_for

V1 = "/api/v1"
BLOCKED = (
    "select count(*) from pg_stat_activity where datname = current_database()"
    " and application_name = 'mediaq api' and wait_event_type = 'Lock'"
)


def act(client: TestClient, id: object, verb: str, **headers: str) -> Any:
    """The answer to an action on an analysis."""
    return client.post(f"{V1}/analyses/{id}/{verb}", headers=headers)


def test_cancel_is_repeatable(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    first, second = act(client, analysis_id, "cancel"), act(client, analysis_id, "cancel")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert (first.json()["analysis_id"], first.json()["status"]) == (str(analysis_id), "canceled")


def test_a_running_one_can_be_canceled(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    queue = Queue(connection, "analysis")
    job = queue.take()
    assert act(client, analysis_id, "cancel").status_code == 200
    assert queue.complete(job) == ["lost"]


def test_what_has_ended_cannot(client: TestClient, connection: Connection) -> None:
    _, done = uploaded(connection)
    complete(connection, done)
    refused(act(client, done, "cancel"), 409, "already_finished")
    _, failed = uploaded(connection)
    fail(connection, "media_invalid", "no moov atom")
    refused(act(client, failed, "cancel"), 409, "already_finished")


def test_retry(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    refused(act(client, analysis_id, "retry"), 409, "not_retryable")
    fail(connection, "media_invalid", "no moov atom")
    again = act(client, analysis_id, "retry")
    assert (again.status_code, again.json()["status"]) == (200, "queued")
    refused(act(client, analysis_id, "retry"), 409, "not_retryable")
    act(client, analysis_id, "cancel")
    assert act(client, analysis_id, "retry").json()["status"] == "queued"
    complete(connection, analysis_id)
    refused(act(client, analysis_id, "retry"), 409, "not_retryable")


@pytest.mark.parametrize("verb", ["cancel", "retry"])
def test_ids_that_lead_nowhere(client: TestClient, connection: Connection, verb: str) -> None:
    _, analysis_id = uploaded(connection)
    client.delete(f"/api/media/{analysis_id}")
    refused(act(client, analysis_id, verb), 410, "gone")
    refused(act(client, uuid4(), verb), 404, "not_found")
    refused(act(client, "7", verb), 400, "invalid_id", ["path", "id"])


@pytest.mark.parametrize("verb", ["cancel", "retry"])
def test_nobody_touches_what_is_somebody_else_s(
    client: TestClient, connection: Connection, verb: str
) -> None:
    asset = insert_asset(connection, owner="bob")
    state = {"status": "failed", "completed_at": "2026-01-01"} if verb == "retry" else {}
    analysis = insert_analysis(connection, asset, owner="bob", **state)
    ann = bearer(make(connection, "ann"))
    refused(act(client, analysis, verb, **ann), 404, "not_found")
    refused(client.delete(f"{V1}/assets/{asset}", headers=ann), 404, "not_found")
    assert column(connection, "select status from mediaq.analysis") == [
        state.get("status", "queued")
    ]
    bob = bearer(make(connection, "bob"))
    assert act(client, analysis, verb, **bob).status_code == 200


def test_of_a_cancel_and_a_completion_one_wins_and_the_other_is_told(
    client: TestClient, connection: Connection, connect: Connect
) -> None:
    _, analysis_id = uploaded(connection)
    worker = connect()
    job = Queue(worker, "analysis").take()
    with ThreadPoolExecutor(1) as pool:
        with worker.transaction():
            assert Queue(worker, "analysis").complete(job) == ["done"]
            canceling = pool.submit(act, client, analysis_id, "cancel")
            wait_for(lambda: value(connection, BLOCKED))
        refused(canceling.result(), 409, "already_finished")
    assert value(connection, "select status from mediaq.analysis") == "completed"


def test_many_cancels_at_once_agree(client: TestClient, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: act(client, analysis_id, "cancel"), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


def test_an_asset_goes_with_all_it_has(client: TestClient, connection: Connection) -> None:
    asset_id, first = uploaded(connection)
    complete(connection, first)
    insert_spoken(connection, first, "Too loud.", "x.ogg")
    second = insert_analysis(connection, asset_id)
    assert client.delete(f"{V1}/assets/{asset_id}").status_code == 204
    refused(client.delete(f"{V1}/assets/{asset_id}"), 410, "gone")
    refused(client.get(f"{V1}/assets/{asset_id}"), 410, "gone")
    for id in (first, second):
        refused(client.get(f"{V1}/analyses/{id}"), 410, "gone")
    refused(client.get(f"{V1}/files/{uuid4()}"), 404, "not_found")
    assert sorted(column(connection, "select status from mediaq.analysis")) == [
        "canceled",
        "completed",
    ]
    assert column(connection, "select status from mediaq.ssml_jobs") == ["canceled"]


def test_an_asset_of_which_nothing_was_asked(client: TestClient, connection: Connection) -> None:
    asset = insert_asset(connection)
    assert client.delete(f"{V1}/assets/{asset}").status_code == 204
    refused(client.delete(f"{V1}/assets/{uuid4()}"), 404, "not_found")
    refused(client.delete(f"{V1}/assets/x"), 400, "invalid_id")


def reprocess(client: TestClient, headers: dict[str, str] | None = None, **body: Any) -> Any:
    """The body of the answer to a request that is taken."""
    answer = client.post(f"{V1}/reprocess", json=body, headers=headers or {})
    assert answer.status_code == 202, answer.text
    return answer.json()


def finished(connection: Connection, version: str = __version__, **columns: Any) -> UUID:
    """An asset whose analysis is done."""
    asset = insert_uploaded(connection, **columns)
    row = connection.execute(
        "select id from mediaq.analysis where asset_id = %s", [asset]
    ).fetchone()
    assert row
    complete(connection, row[0])
    connection.execute(
        "update mediaq.analysis set analyzer_version = %s where id = %s", [version, row[0]]
    )
    return asset


def test_reprocess_asks_again_behind_everything_else(
    client: TestClient, connection: Connection
) -> None:
    assets = {str(finished(connection)) for _ in range(3)}
    busy = insert_uploaded(connection)
    made = reprocess(client, filter={}, options={"fps": 1})
    assert made["count"] == len(made["analysis_ids"]) == 3
    assert made["next_cursor"] is None
    listed = client.get(f"{V1}/analyses", params={"tag": made["tag"]}).json()["data"]
    assert {item["asset_id"] for item in listed} == assets
    assert {item["priority"] for item in listed} == {100}
    assert [job.payload["asset_id"] for job in Queue(connection, "analysis").claim(1)] == [
        str(busy)
    ]
    assert reprocess(client, filter={})["count"] == 0


def test_reprocess_by_filters(client: TestClient, connection: Connection) -> None:
    old = finished(connection, "0.0.0", media_type="video")
    new = finished(connection, media_type="audio", created_at="2020-01-01")

    def chosen(**filter: Any) -> set[str]:
        made = reprocess(client, filter=filter)
        rows = client.get(f"{V1}/analyses", params={"tag": made["tag"]}).json()["data"]
        for id in made["analysis_ids"]:
            client.delete(f"/api/media/{id}")
        return {row["asset_id"] for row in rows}

    assert chosen(media_type="video") == {str(old)}
    assert chosen(outdated=True) == {str(old)}
    assert chosen(asset_ids=[str(new), str(uuid4())]) == {str(new)}
    assert chosen(date_to="2020-12-31") == {str(new)}
    assert chosen(date_from="2020-12-31") == {str(old)}
    assert chosen(analysis_status="failed") == set()


def test_reprocess_goes_on_from_its_cursor(client: TestClient, connection: Connection) -> None:
    for _ in range(3):
        finished(connection)
    first = reprocess(client, filter={}, limit=2)
    second = reprocess(client, filter={}, limit=2, cursor=first["next_cursor"], tag=first["tag"])
    assert (first["count"], second["count"], second["next_cursor"]) == (2, 1, None)
    assert value(connection, "select count(*) from mediaq.analysis where kickoff = 'asked'") == 3


def test_reprocess_is_for_the_owner_s_assets_alone(
    client: TestClient, connection: Connection
) -> None:
    mine, theirs = finished(connection, owner="ann"), finished(connection, owner="bob")
    made = reprocess(
        client, bearer(make(connection, "ann")), filter={"asset_ids": [str(mine), str(theirs)]}
    )
    assert made["count"] == 1
    owners = "select owner from mediaq.analysis where kickoff = 'asked'"
    assert column(connection, owners) == ["ann"]


def test_reprocess_once_for_a_key(client: TestClient, connection: Connection) -> None:
    finished(connection)
    key = {"Idempotency-Key": "again"}
    assert reprocess(client, key, filter={}) == reprocess(client, key, filter={})
    assert value(connection, "select count(*) from mediaq.analysis where kickoff = 'asked'") == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "missing_field"),
        ({"filter": []}, 422, "wrong_type"),
        ({"filter": {"colour": 1}}, 422, "extra_field"),
        ({"filter": {"asset_ids": []}}, 422, "too_short"),
        ({"filter": {"asset_ids": ["7"]}}, 400, "invalid_id"),
        ({"filter": {}, "priority": 0}, 422, "out_of_range"),
        ({"filter": {}, "limit": 1001}, 422, "out_of_range"),
        ({"filter": {}, "analyzer_type": "seance"}, 422, "unknown_analyzer"),
        ({"filter": {}, "callback_url": "http://10.0.0.1/"}, 422, "url_not_allowed"),
        ({"filter": {}, "options": {"fps": 99}}, 422, "invalid_options"),
    ],
)
def test_reprocess_refusals(
    client: TestClient, body: dict[str, Any], status: int, code: str
) -> None:
    refused(client.post(f"{V1}/reprocess", json=body), status, code)
