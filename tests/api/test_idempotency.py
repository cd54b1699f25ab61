"""Idempotency-Key: one effect and one answer however often a request is repeated."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, LiteralString

import pytest
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from api import body
from api.app import create_app
from api.idempotency import once
from api.schemas import answer
from mediaq.db.pool import Session
from mediaq.errors import NotFound
from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.kit.connections import Connect, Connection, column, value
from tests.kit.proxy import proxy
from tests.kit.wait import wait_for

WAITING: LiteralString = (
    "select count(*) from pg_locks where not granted and locktype = 'relation'"
    " and database = (select oid from pg_database where datname = current_database())"
)
TERMINATE: LiteralString = WAITING.replace("count(*)", "pg_terminate_backend(pid)")


class Wanted(BaseModel):
    """An asset to make."""

    filename: str
    tag: str | None = None


class Made(BaseModel):
    """What was made; the text is one that jsonb would not keep as it is."""

    id: str
    filename: str
    spaced: str = '{"b":  1, "a": "\\u0000"}'


async def _make(request: Request) -> Response:
    wanted = await body.read(request, Wanted)
    return await once(request, wanted, partial(_insert, wanted))


async def _insert(wanted: Wanted, session: Session) -> Response:
    row = await session.one(
        "assets.add",
        {
            "filename": wanted.filename,
            "media_type": "video",
            "mime_type": "video/mp4",
            "size_bytes": 1,
            "sha256": "a" * 64,
            "storage_path": "originals/a",
            "metadata": "{}",
            "upload_status": "completed",
        },
    )
    assert row is not None
    if wanted.filename == "refused":
        raise NotFound
    made = Made(id=str(row["id"]), filename=wanted.filename)
    return answer(made, 201, {"Location": f"/made/{row['id']}"})


@contextmanager
def making(settings: Settings) -> Iterator[TestClient]:
    """The application with two more routes."""
    app = create_app(settings)
    app.router.routes.append(Route("/make", _make, methods=["POST"]))
    app.router.routes.append(Route("/other", _make, methods=["POST"]))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with making(settings) as client:
        yield client


def post(
    client: TestClient,
    filename: str = "a",
    key: str | None = "k-1",
    path: str = "/make",
    **more: str,
) -> Any:
    headers = more | ({"Idempotency-Key": key} if key is not None else {})
    return client.post(path, json={"filename": filename}, headers=headers)


def made(connection: Connection) -> list[str]:
    return column(connection, "select filename from mediaq.media_assets order by id")


def same(first: Any, second: Any) -> bool:
    """Whether two answers are one; only the first was thought about."""
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    headers = ("location", "content-type")
    return (first.status_code, first.content, *(first.headers[name] for name in headers)) == (
        second.status_code,
        second.content,
        *(second.headers[name] for name in headers),
    )


def test_a_repeated_request_has_one_effect(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    first = post(client)
    assert (first.status_code, first.json()["spaced"]) == (201, Made(id="", filename="").spaced)
    assert same(first, post(client))
    with making(settings) as restarted:
        assert same(first, post(restarted))
        spaced = restarted.post(
            "/make",
            content=b'{ "tag":null, "filename":"a" }',
            headers={"Idempotency-Key": "k-1", "Content-Type": "application/json"},
        )
        assert same(first, spaced)
    assert made(connection) == ["a"]


def test_without_a_key_each_request_counts(client: TestClient, connection: Connection) -> None:
    assert post(client, key=None).json()["id"] != post(client, key=None).json()["id"]
    assert post(client, key="k-1").json()["id"] != post(client, key="k-2").json()["id"]
    assert len(made(connection)) == 4


def test_a_key_belongs_to_its_request(client: TestClient, connection: Connection) -> None:
    assert post(client).status_code == 201
    refused(post(client, "b"), 422, "idempotency_mismatch")
    refused(post(client, path="/other"), 422, "idempotency_mismatch")
    refused(post(client, path="/make?x=1"), 422, "idempotency_mismatch")
    assert made(connection) == ["a"]


def test_a_key_belongs_to_its_owner(client: TestClient, connection: Connection) -> None:
    first, second = (bearer(make(connection, owner)) for owner in ("ann", "ben"))
    answers = [post(client, **headers) for headers in (first, second, first)]
    assert answers[0].json()["id"] != answers[1].json()["id"]
    assert same(answers[0], answers[2])
    owners = "select owner from mediaq.media_assets order by owner"
    assert column(connection, owners) == ["ann", "ben"]


def test_a_request_in_flight(client: TestClient, connection: Connection, connect: Connect) -> None:
    with ThreadPoolExecutor(1) as pool:
        with connection.transaction():
            connection.execute("lock table mediaq.media_assets")
            first = pool.submit(post, client)
            watcher = connect()
            wait_for(lambda: value(watcher, WAITING) > 0)
            answer = post(client)
            refused(answer, 409, "in_progress")
            assert int(answer.headers["retry-after"]) > 0
        assert same(first.result(), post(client))
    assert made(connection) == ["a"]


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "é", "a\tb"])
def test_a_key_that_is_none(client: TestClient, connection: Connection, key: str) -> None:
    headers = {b"Idempotency-Key": key.encode()}
    answer = client.post("/make", json={"filename": "a"}, headers=headers)
    refused(answer, 400, "invalid_idempotency_key")
    assert made(connection) == []


def test_keys_at_their_bounds(client: TestClient) -> None:
    for key in ("x", "x" * 255, "'; drop table job; -- %s {0} ${x} \\"):
        assert same(post(client, key=key), post(client, key=key))


def test_a_key_given_twice(client: TestClient) -> None:
    headers = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    answer = client.post("/make", json={"filename": "a"}, headers=headers)
    refused(answer, 400, "invalid_idempotency_key")


def test_a_refusal_is_not_remembered(client: TestClient, connection: Connection) -> None:
    refused(post(client, "refused"), 404, "not_found")
    assert made(connection) == []
    assert post(client, "a").status_code == 201


def test_keys_are_forgotten_after_a_day(client: TestClient, connection: Connection) -> None:
    first = post(client)
    connection.execute(
        "insert into mediaq.idempotency_keys (owner, key, request_sha256, created_at)"
        " values ('gone', 'k-9', '', mediaq.now() - interval '25 hours')"
    )
    connection.execute(
        "update mediaq.idempotency_keys set created_at = mediaq.now() - interval '25 hours'"
    )
    assert post(client, "b").json()["id"] != first.json()["id"]
    assert column(connection, "select key from mediaq.idempotency_keys") == ["k-1"]
    assert made(connection) == ["a", "b"]


def test_18_a_lost_reply_of_the_commit(settings: Settings, connection: Connection) -> None:
    """Fault row 18: the repeated request has the answer of the first, which took effect."""
    with proxy(settings.database_url or "") as way:
        through = settings.model_copy(update={"database_url": way.url})
        with making(through) as client:
            client.get("/api/media/status")
            way.faults.swallow = b"COMMIT"
            refused(post(client), 503, "unavailable")
            assert way.faults.swallowed == 1
            repeated = post(client)
    assert (repeated.status_code, repeated.headers["idempotent-replayed"]) == (201, "true")
    assert column(connection, "select id::text from mediaq.media_assets") == [repeated.json()["id"]]


def test_a_connection_lost_before_the_commit(
    client: TestClient, connection: Connection, connect: Connect
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with connection.transaction():
            connection.execute("lock table mediaq.idempotency_keys in exclusive mode")
            first = pool.submit(post, client)
            watcher = connect()
            wait_for(lambda: value(watcher, WAITING) > 0)
            watcher.execute(TERMINATE)
        refused(first.result(), 503, "unavailable")
    assert made(connection) == []
    assert post(client).status_code == 201
    assert made(connection) == ["a"]
