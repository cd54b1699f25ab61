"""Limits: requests a minute, and how much may wait."""

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from api.access import ANYBODY
from api.app import create_app
from api.errors import RateLimited
from api.rates import MOST_BUCKETS, Buckets, charge
from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.media import MP4, accepted, stored_files, upload
from tests.api.problem import refused
from tests.kit.connections import Connection

STATUS = "/api/media/status"
URL = {"media_url": "https://example.com/clip.mp4"}


class Clock:
    """A clock that tests set."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(clock)
    assert buckets.take("a", 3)["RateLimit"] == '"minute";r=2;t=20'
    buckets.take("a", 3)
    assert buckets.take("a", 3) == {
        "RateLimit-Policy": '"minute";q=3;w=60',
        "RateLimit": '"minute";r=0;t=60',
    }
    with pytest.raises(RateLimited) as refusal:
        buckets.take("a", 3)
    assert refusal.value.extra["headers"]["Retry-After"] == "20"
    buckets.take("b", 3)
    clock.now += 20
    buckets.take("a", 3)
    with pytest.raises(RateLimited):
        buckets.take("a", 3)
    clock.now += 3600
    assert buckets.take("a", 3)["RateLimit"] == '"minute";r=2;t=20'


def test_buckets_do_not_grow_without_end() -> None:
    buckets = Buckets(Clock())
    for number in range(MOST_BUCKETS + 10):
        buckets.take(str(number), 1)
    assert len(buckets._buckets) == MOST_BUCKETS
    with pytest.raises(RateLimited):
        buckets.take(str(MOST_BUCKETS), 1)


def test_a_key_has_its_limit_or_its_own(settings: Settings, connection: Connection) -> None:
    limited = settings.model_copy(update={"rate_limit": 2})
    one, other = bearer(make(connection)), bearer(make(connection))
    more, free = (bearer(make(connection, rate_limit=limit)) for limit in (5, 0))
    with TestClient(create_app(limited)) as client:
        for headers, most in ((one, 2), (other, 2), (more, 5)):
            answers = [client.get(STATUS, headers=headers) for _ in range(most)]
            assert {answer.status_code for answer in answers} == {200}
            assert answers[0].headers["ratelimit-policy"] == f'"minute";q={most};w=60'
            answer = client.get("/nothing", headers=headers)
            refused(answer, 429, "rate_limited")
            assert 0 < int(answer.headers["retry-after"]) <= 30
            assert answer.headers["ratelimit"].startswith('"minute";r=0;')
        unlimited = [client.get(STATUS, headers=free) for _ in range(10)]
        assert {answer.status_code for answer in unlimited} == {200}
        assert "ratelimit" not in unlimited[0].headers
        assert client.get("/health", headers=one).status_code == 200


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("127.0.0.1", "127.0.0.1", False),
        ("::1", "::1", False),
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("not an address", "not an address", False),
    ],
)
def test_without_keys_an_address_has_the_limit(first: str, second: str, shared: bool) -> None:
    buckets = Buckets(Clock())

    def ask(host: str) -> None:
        request = Request({"type": "http", "headers": [], "client": (host, 1)})
        charge(request, ANYBODY, buckets, 1)

    ask(first)
    if shared:
        with pytest.raises(RateLimited):
            ask(second)
    else:
        ask(second)


def test_no_more_may_wait_than_allowed(settings: Settings, connection: Connection) -> None:
    limited = settings.model_copy(update={"max_queued": 2})
    ann, bob = bearer(make(connection, "ann")), bearer(make(connection, "bob"))
    with TestClient(create_app(limited), headers=ann) as client:
        accepted(client, MP4 + b"1")
        accepted(client, MP4 + b"2")
        refused(client.post("/api/media/analyze", json=URL), 429, "queue_full")
        before = stored_files(settings.storage)
        answer = upload(client, MP4 + b"another")
        refused(answer, 429, "queue_full")
        assert int(answer.headers["retry-after"]) > 0
        assert stored_files(settings.storage) == before
        client.headers.update(bob)
        accepted(client, MP4 + b"3")
        client.headers.update(ann)
        connection.execute(
            "select mediaq.cancel('mediaq.analysis', array("
            "select id from mediaq.analysis where owner = 'ann' limit 1))"
        )
        accepted(client, MP4 + b"4")
