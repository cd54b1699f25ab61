"""The way to the server: a black hole, slow, resetting, cutting replies short, talking garbage."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Recovery
from tests.kit.connections import Connection, value
from tests.kit.history import History
from tests.kit.labourer import labour
from tests.kit.netns import network
from tests.kit.proxy import Proxy, proxy
from tests.kit.wait import wait_for


def test_22_a_black_hole(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    gate = tmp_path / "gate"
    past.enqueue(connection, 2)
    with proxy(database_url) as way, labour(way.url, tmp_path, gate=gate) as lost:
        wait_for(lambda: lost.logged("started"))
        with (
            labour(database_url, tmp_path),
            recovery(22, "black hole, another takes over") as clock,
        ):
            way.faults.stalled.set()
            wait_for(lambda: lost.logged("lease_not_renewed"), 2.0)
            clock.until(past.ended, 6.0)
        gate.touch()
        way.faults.stalled.clear()
        with recovery(22, "black hole, back again") as clock:
            past.enqueue(connection, 2)
            clock.until(past.ended, 3.0)
    past.assert_kept()


def test_22_packets_are_dropped(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    """The worker's kernel gets no acknowledgement: its timeouts must end the connections."""
    gate = tmp_path / "gate"
    past.enqueue(connection, 2)
    with (
        network() as hole,
        proxy(database_url, hole.host) as way,
        labour(way.url, tmp_path, gate=gate, prefix=hole.prefix) as lost,
    ):
        wait_for(lambda: lost.logged("started"))
        with (
            labour(database_url, tmp_path),
            recovery(22, "packets dropped, another takes over") as clock,
        ):
            hole.drop()
            with recovery(22, "packets dropped, noticed by the connection") as noticed:
                wait_for(lambda: lost.logged("lease_not_renewed"), 2.0)
                clock.until(past.ended, 6.0)
                noticed.until(lambda: lost.logged("listener_lost"), 6.0)
        gate.touch()
        hole.heal()
        with recovery(22, "packets dropped, back again") as clock:
            past.enqueue(connection, 2)
            clock.until(past.ended, 8.0)
    past.assert_kept()


def test_23_a_slow_network_costs_no_lease(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    with proxy(database_url) as way:
        way.faults.delay, way.faults.bytes_per_second = 0.15, 10_000
        with (
            labour(way.url, tmp_path, seconds=4.5) as slow,
            recovery(23, "300 ms and 10 kB/s, jobs of 4.5 s") as clock,
        ):
            past.enqueue(connection, 4)
            clock.until(past.ended, 12.0)
            assert not slow.logged("lease_lost")
            assert not slow.logged("lease_not_renewed")
    past.assert_kept()
    assert value(connection, "select max(attempts) from mediaq.ssml_jobs") == 1


# Whoever uses a connection first sees it.
NOTICED = ("listener_lost", "database_away", "heartbeat_failed", "upkeep_failed", "queue_not_seen")


def resets(way: Proxy) -> None:
    way.cut()


def cuts_replies_short(way: Proxy) -> None:
    way.faults.cut_after = 7


def talks_garbage(way: Proxy) -> None:
    way.faults.cut_after, way.faults.garbage = 0, b"HTTP/1.1 502 Bad Gateway\r\n\r\n" * 9


def refuses(way: Proxy) -> None:
    way.faults.refuse = True
    way.cut()


@pytest.mark.parametrize("spoil", [resets, cuts_replies_short, talks_garbage, refuses])
def test_24_spoiled_connections(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    spoil: Callable[[Proxy], None],
) -> None:
    with proxy(database_url) as way, labour(way.url, tmp_path, seconds=0.2) as worker:
        past.enqueue(connection, 8)
        wait_for(lambda: worker.logged("started"))
        spoil(way)
        past.enqueue(connection, 8)
        wait_for(lambda: any(map(worker.logged, NOTICED)))
        way.faults.cut_after, way.faults.refuse = -1, False
        with recovery(24, f"the network {spoil.__name__.replace('_', ' ')}") as clock:
            clock.until(past.ended, 6.0)
    past.assert_kept()
