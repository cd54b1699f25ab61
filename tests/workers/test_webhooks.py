"""Deliveries to receivers of every kind, with the real database and loopback."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from mediaq.db.connect import resolve
from mediaq.db.pool import Database
from mediaq.errors import FetchFailed
from mediaq.media.fetch.addresses import Address
from mediaq.media.fetch.dialer import Resolver
from mediaq.media.fetch.dialer import resolve as resolve_names
from mediaq.media.fetch.outbound import Outbound
from mediaq.media.fetch.rules import Rules
from mediaq.media.sandbox import Limits, Tier
from mediaq.media.storage import LocalStorage
from mediaq.settings import Settings
from mediaq.webhooks.message import headers
from mediaq.webhooks.secret import signing_secret
from tests.kit.connections import Connection, column, value
from tests.kit.origin import CANARY, untouched
from tests.kit.queues import Queue
from tests.kit.receiver import Answer, receiving
from tests.kit.rows import insert_analysis
from tests.kit.runners import drain, running, until
from tests.kit.tls import identity_of, needs_openssl
from workers import delivery
from workers.parts import Parts
from workers.webhooks import QUEUE, WebhookHandler

MASTER = "a-master-secret-of-tests-long-enough"
Work = Callable[..., None]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=database_url,
        data_dir=tmp_path,
        callback_http=True,
        webhook_secret=MASTER,
    )


@pytest.fixture
def work(database_url: str, settings: Settings) -> Work:
    """Works the queue off, or until something is seen; `names` stands in for the resolver."""

    def work(
        until_seen: Callable[[], object] | None = None, names: Resolver = resolve_names, **more: Any
    ) -> None:
        async def run() -> None:
            async with Database(resolve(database_url, "mediaq_worker", "test")) as database:
                chosen = settings.model_copy(update=more)
                storage = LocalStorage(settings.storage)
                made = WebhookHandler.of(
                    Parts(chosen, database, storage, Tier("rlimits", ""), Limits())
                )
                outbound = replace(made.courier.outbound, resolve=names)
                handler = replace(made, courier=replace(made.courier, outbound=outbound))
                if until_seen is None:
                    await drain(database_url, handler, QUEUE)
                    return
                async with running(database_url, handler, QUEUE):
                    await until(until_seen)

        asyncio.run(run())

    return work


def end(connection: Connection, url: str, **columns: Any) -> UUID:
    """An analysis that was completed; its webhook waits."""
    id = insert_analysis(connection, callback_url=url, **columns)
    analyses = Queue(connection, "analysis")
    analyses.complete(analyses.take())
    return id


def attempts_at_once(connection: Connection, most: int) -> None:
    """So many attempts, no pause to speak of between them: a drain takes them all."""
    connection.execute(
        "update mediaq.queues set backoff_base = '1 microsecond', backoff_cap = '1 microsecond',"
        " max_attempts = %s where queue = 'mediaq.webhook_jobs'::regclass",
        [most],
    )


def log(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "select attempt, response_status, error_code from mediaq.webhook_attempts order by id"
    ).fetchall()


def job(connection: Connection) -> tuple[Any, ...]:
    rows = connection.execute(
        "select status, attempts, response_status, error_code from mediaq.webhook_jobs"
    ).fetchall()
    assert len(rows) == 1
    return rows[0]


@contextmanager
def canary() -> Iterator[int]:
    """A port of this machine that nobody may connect to."""
    with socket.create_server((CANARY, 0)) as free:
        port = free.getsockname()[1]
    with untouched(port):
        yield port


def secret(owner: str = "local", version: int = 1) -> str:
    return signing_secret(MASTER.encode(), owner, version)


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


@pytest.mark.parametrize("status", [500, 503, 429, 404, 401])
def test_a_refusal_is_tried_again_under_the_same_id(
    connection: Connection, work: Work, status: int
) -> None:
    attempts_at_once(connection, 5)
    with receiving(Answer(status, body=b"no\0t \x1b[1mnow"), Answer(status), Answer()) as receiver:
        end(connection, receiver.url())
        work()
    assert len({got.id for got in receiver.got}) == 1
    assert [got.verified(secret())["type"] for got in receiver.got] == ["analysis.completed"] * 3
    assert job(connection) == ("completed", 3, 204, None)
    refused = (status, "webhook_refused")
    assert log(connection) == [(1, *refused), (2, *refused), (3, 204, None)]
    query = "select excerpt from mediaq.webhook_attempts order by id"
    assert column(connection, query) == ["no t  [1mnow", None, None]


def test_in_the_end_it_is_given_up(connection: Connection, work: Work) -> None:
    attempts_at_once(connection, 3)
    with receiving(Answer(500)) as receiver:
        end(connection, receiver.url())
        work()
    assert len(receiver.got) == 3
    assert job(connection) == ("failed", 3, 500, "webhook_refused")


def test_the_attempts_last_about_a_day(connection: Connection) -> None:
    most, base, cap = connection.execute(
        "select max_attempts, extract(epoch from backoff_base)::int,"
        " extract(epoch from backoff_cap)::int from mediaq.queues"
        " where queue = 'mediaq.webhook_jobs'::regclass"
    ).fetchall()[0]
    longest = sum(min(base * 2**n, cap) for n in range(most - 1))
    assert 24 <= longest / 3600 <= 36


@pytest.mark.parametrize(
    ("asked", "least", "most"), [("600", 500, 600), ("0", 1, 5), ("90000", 3500, 3600)]
)
def test_a_receiver_names_the_time(
    connection: Connection, work: Work, asked: str, least: float, most: float
) -> None:
    with receiving(Answer(429, {"Retry-After": asked})) as receiver:
        end(connection, receiver.url())
        work(lambda: job(connection)[0] == "queued" and job(connection)[3])
    assert job(connection) == ("queued", 1, 429, "webhook_refused")
    query = "select extract(epoch from run_at - updated_at)::float8 from mediaq.webhook_jobs"
    assert least <= value(connection, query) <= most


def test_gone_means_no_more(connection: Connection, work: Work) -> None:
    with receiving(Answer(410)) as receiver, receiving() as other:
        end(connection, receiver.url())
        work()
        assert job(connection) == ("failed", 1, 410, "webhook_gone")
        end(connection, receiver.url())
        end(connection, receiver.url(), owner="ann")
        end(connection, other.url())
        work()
    query = "select error_code from mediaq.webhook_jobs order by id"
    assert column(connection, query) == ["webhook_gone", "webhook_disabled", "webhook_gone", None]
    assert (len(receiver.got), len(other.got)) == (2, 1)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_lead_nowhere(connection: Connection, work: Work, status: int) -> None:
    attempts_at_once(connection, 2)
    with receiving() as canary:
        places = ["http://169.254.169.254/latest/meta-data/", canary.url()]
        answers = [Answer(status, {"Location": place}) for place in places]
        with receiving(*answers) as receiver:
            end(connection, receiver.url())
            work()
    assert (len(receiver.got), canary.got) == (2, [])
    assert job(connection) == ("failed", 2, status, "webhook_refused")


def test_a_slow_receiver(
    connection: Connection, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SECONDS", 0.3)
    attempts_at_once(connection, 2)
    with receiving(Answer(wait=threading.Event())) as receiver:
        end(connection, receiver.url())
        work()
        assert len(receiver.got) == 2
    assert job(connection) == ("failed", 2, None, "too_slow")
    assert log(connection) == [(1, None, "too_slow"), (2, None, "too_slow")]


def test_nobody_there(connection: Connection, work: Work) -> None:
    with receiving() as receiver:
        url = receiver.url()
    attempts_at_once(connection, 1)
    end(connection, url)
    work()
    assert job(connection) == ("failed", 1, None, "fetch_failed")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "http://169.254.169.254/latest",
        "https://10.0.0.1/hook",
        "https://127.0.0.1/hook",
        "file:///etc/passwd",
        "nonsense",
    ],
)
def test_what_a_sql_client_names_is_judged_before_it_is_sent_to(
    connection: Connection, work: Work, url: str
) -> None:
    end(connection, url)
    work()
    assert job(connection) == ("failed", 1, None, "url_not_allowed")


def test_a_name_that_now_means_another_machine(connection: Connection, work: Work) -> None:
    async def rebound(host: str, port: int) -> list[Address]:
        return [ip_address("127.0.0.1")]

    with canary() as port:
        end(connection, f"https://hook.example:{port}/")
        work(names=rebound, fetch_ports=(port,))
    assert job(connection) == ("failed", 1, None, "url_not_allowed")


@needs_openssl
def test_over_tls(settings: Settings, tmp_path: Path) -> None:
    async def here(host: str, port: int) -> list[Address]:
        return [ip_address("127.0.0.1")]

    async def send(name: str) -> delivery.Attempt:
        url, body = f"https://{name}:{receiver.port}/", b"{}"
        signed = headers(UUID(int=1), body, [secret()], datetime.now(UTC))
        return await courier.send(url, signed, body)

    identity = identity_of("hook.example", tmp_path)
    with receiving(tls=identity.server) as receiver:
        admitted = {"fetch_allow": ("127.0.0.1",), "fetch_ports": (receiver.port,)}
        chosen = settings.model_copy(update=admitted)
        outbound = Outbound(Rules.of(chosen), resolve=here, tls=identity.client)
        courier = delivery.Courier(chosen, outbound)
        taken, refused = (asyncio.run(send(name)) for name in ("hook.example", "other.example"))
    assert (taken.reply.status, taken.error, identity.hellos[0]) == (204, None, "hook.example")
    assert [got.verified(secret()) for got in receiver.got] == [{}]
    assert (refused.reply.status, type(refused.error)) == (None, FetchFailed)


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
