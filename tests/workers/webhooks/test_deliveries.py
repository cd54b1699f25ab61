"""What receivers are told, by real deliveries over loopback."""

from dataclasses import replace
from uuid import UUID

import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from tests.kit.connections import Connection, value
from tests.kit.queues import Queue
from tests.kit.receiver import receiving
from tests.kit.rows import insert_analysis
from tests.workers.webhooks.delivering import Work, end, job, log, secret


def test_a_receiver_verifies_what_it_gets(connection: Connection, work: Work) -> None:
    with receiving() as receiver:
        analysis = end(connection, receiver.url("/a?b=c"), tag="Läufe 🎬", owner="ann")
        work()
    (got,) = receiver.got
    query = "select asset_id::text from mediaq.analysis"
    said = got.verified(secret("ann"))
    assert said["data"] == {
        "analysis_id": str(analysis),
        "asset_id": value(connection, query),
        "status": "completed",
        "tag": "Läufe 🎬",
        "error_code": None,
    }
    assert said["type"] == "analysis.completed"
    query = "select completed_at = %s::timestamptz from mediaq.analysis"
    assert value(connection, query, said["timestamp"])
    assert said["timestamp"].endswith("Z")
    assert (got.path, got.headers["content-type"]) == ("/a?b=c", "application/json")
    assert job(connection) == ("completed", 1, 204, None)
    assert log(connection) == [(1, 204, None)]


def test_what_was_tampered_with_does_not_verify(connection: Connection, work: Work) -> None:
    with receiving() as receiver:
        end(connection, receiver.url())
        work()
    (got,) = receiver.got
    headers = {**got.headers, "webhook-id": str(UUID(int=0))}
    tampered = [
        replace(got, body=got.body.replace(b"completed", b"canceled")),
        replace(got, headers=headers),
        replace(got, headers={**got.headers, "webhook-timestamp": "1700000000"}),
    ]
    for one in tampered:
        with pytest.raises(WebhookVerificationError):
            one.verified(secret())
    with pytest.raises(WebhookVerificationError):
        got.verified(secret("ann"))


def test_a_failure_says_why(connection: Connection, work: Work) -> None:
    with receiving() as receiver:
        insert_analysis(connection, callback_url=receiver.url())
        analyses = Queue(connection, "analysis")
        analyses.fail(analyses.take(), permanent=True)
        work()
    said = receiver.got[0].verified(secret())
    assert (said["type"], said["data"]["error_code"]) == ("analysis.failed", "broken")


def test_both_secrets_sign_for_a_day_after_a_rotation(connection: Connection, work: Work) -> None:
    rotate = (
        "insert into mediaq.webhook_secrets values ('local', 2, mediaq.now() - %s::interval)"
        " on conflict (owner) do update set rotated_at = excluded.rotated_at"
    )
    with receiving() as receiver:
        for age in ("1 hour", "25 hours"):
            connection.execute(rotate, [age])
            end(connection, receiver.url())
            work()
    during, after = receiver.got
    assert during.verified(secret(version=1)) == during.verified(secret(version=2))
    assert after.verified(secret(version=2))
    with pytest.raises(WebhookVerificationError):
        after.verified(secret(version=1))


def test_each_end_is_told_once(connection: Connection, work: Work) -> None:
    analyses = Queue(connection, "analysis")
    with receiving() as receiver:
        id = insert_analysis(connection, callback_url=receiver.url())
        for _ in range(2):
            analyses.fail(analyses.take(), permanent=True)
            analyses.retry(id)
            analyses.cancel(id)
            analyses.cancel(id)
            analyses.retry(id)
        taken = analyses.take()
        assert (analyses.complete(taken), analyses.complete(taken)) == (["done"], ["already"])
        work()
    kinds = sorted(got.verified(secret())["data"]["status"] for got in receiver.got)
    assert kinds == ["canceled", "canceled", "completed", "failed", "failed"]
    assert len({got.id for got in receiver.got}) == 5
