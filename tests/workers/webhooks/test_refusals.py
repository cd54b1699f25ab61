"""Receivers that refuse, are slow, gone, or not there."""

import threading

import pytest

from tests.kit.connections import Connection, column, value
from tests.kit.receiver import Answer, receiving
from tests.workers.webhooks.delivering import Work, attempts_at_once, end, job, log, secret
from workers import delivery


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
