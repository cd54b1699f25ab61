"""estimated_time: medians of the newest of a kind, and a bounded look however many there are."""

from typing import Any

import pytest

from tests.kit.connections import Connect, Connection, value
from tests.kit.rows import insert_asset

pytestmark = pytest.mark.sql


def add(
    connection: Connection, rows: int, seconds: float, day: int, kind: str = "video", **asset: Any
) -> None:
    """Completed analyses of one asset, made on one day, which took so long."""
    id = insert_asset(connection, media_type=kind, **asset)
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        connection.execute(
            "insert into mediaq.analysis"
            " (asset_id, status, created_at, started_at, completed_at)"
            " select %s, 'completed', '2026-01-01'::timestamptz + %s * interval '1 day',"
            " '2026-01-01', '2026-01-01'::timestamptz + %s * interval '1 second'"
            " from generate_series(1, %s)",
            [id, day, seconds, rows],
        )


def estimate(connection: Connection, kind: str, length_ms: int | None = None) -> int:
    """What the function says."""
    found: int = value(connection, "select mediaq.estimated_time(%s, %s)", kind, length_ms)
    return found


def test_thirty_seconds_when_nothing_is_known(connection: Connection) -> None:
    assert estimate(connection, "video") == estimate(connection, "unknown", 5000) == 30
    add(connection, 3, 10, 1, duration_ms=1000)
    assert estimate(connection, "audio", 5000) == 30


def test_the_median_pace_times_the_duration(connection: Connection) -> None:
    for seconds in (2, 4, 600):
        add(connection, 1, seconds, 1, duration_ms=2000)
    assert estimate(connection, "video", 10_000) == 20
    assert estimate(connection, "video") == 4
    assert estimate(connection, "unknown") == 4


def test_at_least_a_second_and_never_too_large_for_an_integer(connection: Connection) -> None:
    add(connection, 1, 0.01, 1, duration_ms=1000)
    assert estimate(connection, "video", 10) == 1
    add(connection, 60, 600, 2, duration_ms=1)
    assert estimate(connection, "video", 2**62) == 1_000_000_000


def test_only_the_newest_fifty_count(connection: Connection) -> None:
    add(connection, 100, 500, 1, kind="image")
    add(connection, 50, 3, 2, kind="image")
    assert estimate(connection, "image") == 3


def test_deleted_ones_and_unfinished_ones_do_not(connection: Connection) -> None:
    add(connection, 3, 500, 1)
    connection.execute("update mediaq.analysis set deleted_at = mediaq.now()")
    assert estimate(connection, "video") == 30


def test_it_looks_at_a_bounded_number_of_rows(connection: Connection, connect: Connect) -> None:
    """Also where none of the newest is of the kind."""
    add(connection, 30_000, 3, 1)
    connection.execute("analyze mediaq.analysis")
    api = connect("mediaq_api")
    for kind in ("video", "audio"):
        for _ in range(2):
            plan = value(
                api,
                "explain (analyze, buffers, format json) select mediaq.estimated_time(%s, 5000)",
                kind,
            )
        pages = plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"]
        assert pages < 2500, kind
