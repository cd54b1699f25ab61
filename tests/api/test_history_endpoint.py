"""`GET /api/media/history`: the PRD's shape, filters, order, pages, whose rows, and its plan."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from psycopg import sql
from starlette.testclient import TestClient

from mediaq.db.statements import statement
from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.kit.connections import Connect, Connection
from tests.kit.rows import insert_analysis, insert_asset

PATH = "/api/media/history"


def add(connection: Connection, made: str, *, kind: str = "video", **columns: Any) -> str:
    """An analysis made at a time, of an asset of a kind."""
    asset = insert_asset(connection, media_type=kind, owner=columns.get("owner", "local"))
    return str(insert_analysis(connection, asset, created_at=made, **columns))


def ids(client: TestClient, query: str = "", **headers: str) -> list[str]:
    """The analyses of a page, in its order."""
    answer = client.get(f"{PATH}?{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return [item["analysis_id"] for item in answer.json()["data"]]


@pytest.fixture
def days(connection: Connection) -> list[str]:
    """One analysis on each of five days, the last one first."""
    made = [add(connection, f"2026-01-{day:02} 10:00Z") for day in range(1, 6)]
    return made[::-1]


def test_the_prd_s_shape(client: TestClient, connection: Connection) -> None:
    id = add(
        connection,
        "2026-01-20 10:00Z",
        status="completed",
        started_at="2026-01-20 10:00:10Z",
        completed_at="2026-01-20 10:00:30Z",
        prompt="What is happening in this video?",
    )
    assert client.get(PATH).json() == {
        "data": [
            {
                "analysis_id": id,
                "status": "completed",
                "media_type": "video",
                "prompt": "What is happening in this video?",
                "created_at": "2026-01-20T10:00:00Z",
                "completed_at": "2026-01-20T10:00:30Z",
            }
        ],
        "pagination": {"page": 1, "per_page": 20, "total": 1, "total_pages": 1},
    }


def test_nothing_yet(client: TestClient) -> None:
    assert client.get(PATH).json() == {
        "data": [],
        "pagination": {"page": 1, "per_page": 20, "total": 0, "total_pages": 0},
    }


def test_pages(client: TestClient, days: list[str]) -> None:
    assert ids(client) == days
    assert ids(client, "page=2&per_page=2") == days[2:4]
    assert ids(client, "page=4&per_page=2") == []
    answer = client.get(f"{PATH}?page=3&per_page=2").json()
    assert answer["pagination"] == {"page": 3, "per_page": 2, "total": 5, "total_pages": 3}


def test_order(client: TestClient, connection: Connection, days: list[str]) -> None:
    assert ids(client, "order=asc") == days[::-1]
    assert ids(client, "sort_by=created_at&order=desc") == days
    connection.execute(
        "update mediaq.analysis set status = 'completed', started_at = created_at,"
        " completed_at = mediaq.now() - (created_at - '2026-01-01') where id = any(%s)",
        [[UUID(id) for id in days[:2]]],
    )
    assert ids(client, "sort_by=completed_at&order=asc")[:2] == days[:2]
    assert ids(client, "sort_by=completed_at")[:2] == days[1::-1]


def test_rows_of_one_moment_keep_their_order_over_pages(
    client: TestClient, connection: Connection
) -> None:
    made = [add(connection, "2026-01-01 10:00Z") for _ in range(5)]
    assert [ids(client, f"per_page=1&page={page}")[0] for page in range(1, 6)] == made[::-1]
    assert ids(client, "order=asc") == made


def test_times(client: TestClient, days: list[str]) -> None:
    assert ids(client, "date_from=2026-01-04") == days[:2]
    assert ids(client, "date_to=2026-01-02") == days[3:]
    assert ids(client, "date_to=2026-01-02T09:59:59Z") == days[4:]
    assert ids(client, "date_from=2026-01-02T12:00:00%2B02:00&date_to=2026-01-03") == days[2:4]


def test_statuses_and_kinds(client: TestClient, connection: Connection) -> None:
    waiting = add(connection, "2026-01-01")
    canceled = add(
        connection, "2026-01-02", kind="audio", status="canceled", completed_at="2026-01-03"
    )
    assert ids(client, "status=pending") == ids(client, "status=queued") == [waiting]
    assert ids(client, "status=canceled") == [canceled]
    assert ids(client, "media_type=audio") == [canceled]
    assert ids(client, "media_type=audio&status=pending") == []
    total = client.get(f"{PATH}?media_type=video").json()["pagination"]["total"]
    assert total == 1


def test_deleted_ones_are_left_out(client: TestClient, days: list[str]) -> None:
    assert client.delete(f"/api/media/{days[0]}").status_code == 204
    answer = client.get(PATH).json()
    assert [item["analysis_id"] for item in answer["data"]] == days[1:]
    assert answer["pagination"]["total"] == 4


def test_everybody_sees_their_own(client: TestClient, connection: Connection) -> None:
    made = {owner: add(connection, "2026-01-01", owner=owner) for owner in ("ann", "bob")}
    for owner, id in made.items():
        headers = bearer(make(connection, owner))
        assert ids(client, **headers) == [id]
        assert client.get(PATH, headers=headers).json()["pagination"]["total"] == 1
    assert len(ids(client, **bearer(make(connection, "*")))) == 2


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=1.5",
        "page=1000000000",
        "page=99999999999999999999",
        "per_page=0",
        "per_page=-1",
        "per_page=101",
        "per_page=1000000000",
        "status=deleted",
        "status=",
        "status=%27--",
        "media_type=hologram",
        "sort_by=prompt",
        "sort_by=created_at;drop",
        "order=up",
        "date_from=yesterday",
        "date_from=2026-13-01",
        "date_from=1700000000",
        "date_to=9999-12-31",
        "date_to=-0001-01-01",
        "date_to=2026-02-30",
        "colour=red",
        "page=1&page=2",
    ],
)
def test_bad_queries(client: TestClient, query: str) -> None:
    refused(client.get(f"{PATH}?{query}"), 400, "invalid_query")


PLAN = {
    "owner": "*",
    "status": None,
    "media_type": None,
    "since": None,
    "until": None,
    "sort": "created_at desc",
    "limit": 20,
    "offset": 0,
}


def test_pages_are_read_by_an_index_and_nothing_is_sorted(
    connection: Connection, connect: Connect
) -> None:
    fill(connection, 20_000)
    api = connect("mediaq_api")
    for asked, index in (
        ({}, "analysis_newest"),
        ({"sort": "created_at asc"}, "analysis_newest"),
        ({"since": "2026-01-01", "until": "2026-01-02"}, "analysis_newest"),
        ({"status": "canceled"}, "analysis_by_status"),
        ({"owner": "rare"}, "analysis_by_owner"),
    ):
        nodes = list(walk(plan(api, {**PLAN, **asked})))
        assert index in {node.get("Index Name") for node in nodes}, asked
        assert not [n for n in nodes if n["Node Type"] in ("Sort", "Seq Scan")], asked


def fill(connection: Connection, rows: int) -> None:
    """Many analyses, some of them of another owner or status."""
    asset = insert_asset(connection)
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        connection.execute(
            "insert into mediaq.analysis"
            " (asset_id, owner, created_at, status, started_at, completed_at)"
            " select %s, case when n %% 1000 = 0 then 'rare' else 'local' end,"
            " '2026-01-01'::timestamptz + n * interval '1 minute',"
            " case when n %% 500 = 0 then 'canceled' else 'completed' end, now(), now()"
            " from generate_series(1, %s) n",
            [asset, rows],
        )
    connection.execute("analyze mediaq.analysis")


def plan(api: Connection, asked: dict[str, Any]) -> dict[str, Any]:
    """The plan of a page, made for its parameters as `Session.filtered` has it."""
    api.execute("select set_config('mediaq.owner', %s, false)", [asked["owner"]])
    text = sql.SQL("explain (analyze, format json) ") + sql.SQL(statement("media.history"))
    rows = api.execute(text, asked, prepare=False).fetchall()
    found: dict[str, Any] = rows[0][0][0]["Plan"]
    return found


def walk(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's nodes."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from walk(child)
