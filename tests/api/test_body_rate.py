"""The least rate of a body, on a clock of the test's own."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from api import edge
from api.edge import LEAST_BYTES_PER_SECOND, Edge
from api.errors import TooSlow

SLOW_SECONDS = 10.0
SCOPE = {
    "type": "http",
    "query_string": b"",
    "headers": [(b"host", b"x"), (b"transfer-encoding", b"chunked")],
}


def taken(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], seconds: float, own: float = 0.0
) -> float:
    """Sends pieces of a body, each after a silence; the application then takes its `own` time.
    The seconds that passed until the body had ended."""
    clock = 0.0
    left = list(sizes)
    monkeypatch.setattr(edge, "monotonic", lambda: clock)

    async def receive() -> Message:
        nonlocal clock
        clock += seconds
        await asyncio.sleep(0)
        body = bytes(left.pop(0))
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def app(_: Scope, receive: Receive, __: Send) -> None:
        nonlocal clock
        while (await receive())["more_body"]:
            clock += own

    async def send(_: Message) -> None:
        raise AssertionError("nothing is answered")

    asyncio.run(Edge(app, SLOW_SECONDS)(SCOPE, receive, send))
    return clock


def test_at_the_least_rate_a_body_may_take_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(monkeypatch, [2 * LEAST_BYTES_PER_SECOND] * 1000, 2.0) == 2000


@pytest.mark.parametrize(("size", "seconds"), [(1, 0.1), (LEAST_BYTES_PER_SECOND // 2, 1.0)])
def test_below_it_a_body_has_some_time(
    monkeypatch: pytest.MonkeyPatch, size: int, seconds: float
) -> None:
    with pytest.raises(TooSlow):
        taken(monkeypatch, [size] * 1000, seconds)


def test_a_burst_buys_no_more_than_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooSlow):
        taken(monkeypatch, [100 * LEAST_BYTES_PER_SECOND] + [1] * 12, 1.0)


def test_our_own_time_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    taken(monkeypatch, [LEAST_BYTES_PER_SECOND] * 100, 0.1, own=60.0)
