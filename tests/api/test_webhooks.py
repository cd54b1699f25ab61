"""The log of deliveries, and delivering again."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.kit.connections import Connection
from tests.kit.queues import Queue
from tests.kit.rows import insert_analysis

PATH = "/api/v1/webhooks"
HOOK = "https://example.org/hook"
MISSING = "0199c0de-0000-7000-8000-00000000ffff"


def end(connection: Connection, **columns: Any) -> UUID:
    """An analysis that was canceled, which is to be told."""
    id = insert_analysis(connection, callback_url=HOOK, **columns)
    Queue(connection, "analysis").cancel(id)
    return id


def attempt(connection: Connection, status: int | None) -> UUID:
    """One at the oldest webhook that is due; it was delivered, is gone, or is put back."""
    queue = Queue(connection, "webhook_jobs")
    job = queue.take()
    refused = ("webhook_refused", "The receiver answers.", "no")
    said = (None, None, None) if status == 204 else refused
    connection.execute(
        "select mediaq.webhook_attempted(%s, %s, %s, %s, %s, %s, 12, null)",
        [job.id, job.lease, status, *said],
    )
    if status == 204:
        queue.complete(job)
    else:
        queue.fail(job, permanent=status == 410, delay=3600)
    return job.id


def listed(client: TestClient, **query: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = client.get(PATH, params=query).json()["data"]
    return data


def test_deliveries_by_filters_and_pages(client: TestClient, connection: Connection) -> None:
    first, second = end(connection), end(connection)
    done = attempt(connection, 204)
    found = listed(client)
    assert [item["analysis_id"] for item in found] == [str(second), str(first)]
    assert found[1] | {"created_at": "", "completed_at": ""} == {
        "webhook_id": str(done),
        "analysis_id": str(first),
        "event": "analysis.canceled",
        "url": HOOK,
        "status": "completed",
        "attempts": 1,
        "response_status": 204,
        "error": None,
        "disabled": False,
        "created_at": "",
        "next_attempt_at": None,
        "completed_at": "",
    }
    assert listed(client, analysis_id=str(first)) == listed(client, status="completed") == found[1:]
    assert listed(client, status="pending") == found[:1]
    page = client.get(PATH, params={"limit": "1"}).json()
    rest = client.get(PATH, params={"limit": "1", "cursor": page["next_cursor"]}).json()
    assert (page["data"] + rest["data"], rest["next_cursor"]) == (found, None)


def test_every_attempt_is_in_the_log(client: TestClient, connection: Connection) -> None:
    end(connection)
    for status in (503, None):
        connection.execute("update mediaq.webhook_jobs set run_at = mediaq.now()")
        id = attempt(connection, status)
    found = client.get(f"{PATH}/{id}").json()
    assert (found["status"], found["attempts"], found["response_status"]) == ("queued", 2, None)
    assert found["error"] == {"code": "broken", "message": "it broke"}
    assert [(one["attempt"], one["response_status"]) for one in found["log"]] == [
        (2, None),
        (1, 503),
    ]
    assert {one["duration_ms"] for one in found["log"]} == {12}
    assert found["log"][1]["error"]["code"] == "webhook_refused"
    assert (found["next_attempt_at"] > found["log"][0]["created_at"], found["completed_at"]) == (
        *(True, None),
    )


@pytest.mark.parametrize("status", [204, 410, 503])
def test_a_webhook_is_delivered_again(
    client: TestClient, connection: Connection, status: int
) -> None:
    end(connection)
    id = attempt(connection, status)
    (before,) = listed(client)
    assert before["disabled"] == (status == 410)
    answer = client.post(f"{PATH}/{id}/redeliver")
    assert answer.status_code == 202
    now = answer.json()
    assert (now["webhook_id"], now["status"], now["attempts"]) == (str(id), "queued", 0)
    assert (now["error"], now["completed_at"], now["disabled"]) == (None, None, False)
    assert Queue(connection, "webhook_jobs").take().id == id
    assert len(client.get(f"{PATH}/{id}").json()["log"]) == 1


def test_what_is_being_delivered_is_left_alone(client: TestClient, connection: Connection) -> None:
    end(connection)
    queue = Queue(connection, "webhook_jobs")
    job = queue.take()
    assert client.post(f"{PATH}/{job.id}/redeliver").json()["status"] == "processing"
    assert queue.complete(job) == ["done"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_there_is_no_such_webhook(client: TestClient, method: str) -> None:
    tail = "" if method == "GET" else "/redeliver"
    refused(client.request(method, f"{PATH}/{MISSING}{tail}"), 404, "not_found")
    refused(client.request(method, f"{PATH}/7{tail}"), 400, "invalid_id")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "invalid_query"),
        ("status=done", "invalid_query"),
        ("cursor=x", "invalid_query"),
        ("analysis_id=7", "invalid_id"),
        ("colour=red", "invalid_query"),
    ],
)
def test_a_list_that_cannot_be(client: TestClient, query: str, code: str) -> None:
    refused(client.get(f"{PATH}?{query}"), 400, code)


def test_owners_have_their_own(client: TestClient, connection: Connection) -> None:
    ann, bob = (end(connection, owner=name) for name in ("ann", "bob"))
    hers = bearer(make(connection, "ann"))
    found = client.get(PATH, headers=hers).json()["data"]
    assert [item["analysis_id"] for item in found] == [str(ann)]
    (bobs,) = client.get(
        PATH, params={"analysis_id": str(bob)}, headers=bearer(make(connection, "bob"))
    ).json()["data"]
    path = f"{PATH}/{bobs['webhook_id']}"
    refused(client.get(path, headers=hers), 404, "not_found")
    refused(client.post(f"{path}/redeliver", headers=hers), 404, "not_found")


def test_reading_is_not_enough_to_deliver(client: TestClient, connection: Connection) -> None:
    end(connection, owner="ann")
    id = attempt(connection, 204)
    reader = bearer(make(connection, "ann", "read"))
    refused(client.post(f"{PATH}/{id}/redeliver", headers=reader), 403, "forbidden")
    assert client.get(f"{PATH}/{id}", headers=reader).json()["status"] == "completed"
