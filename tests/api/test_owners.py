"""Nobody reaches another owner's rows, by any route, over the wire."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from api.access import OPEN_PATHS
from mediaq.settings import Settings
from tests.api.keys import bearer, make
from tests.api.media import MP4
from tests.api.naming import GUARDED, IN_BODY, NAMING, OPERATIONS, OTHERS
from tests.api.process import Running, running
from tests.api.rows import JPEG, OPUS, insert_file, insert_spoken, stored, uploaded
from tests.kit.connections import Connection
from tests.kit.rows import insert

MISSING_NUMBER = 2**40
NAME = "bobs-secret-clip.mp4"


@dataclass(frozen=True)
class Bob:
    """All ids of somebody else, by the words of a path."""

    ids: tuple[str, ...]


@pytest.fixture
def bob(connection: Connection, settings: Settings) -> Bob:
    """An asset with all that one can have, finished, and another that is not."""
    first, analysis = uploaded(connection, owner="bob", filename=NAME)
    poster = insert_file(connection, analysis, stored(settings, "bob/poster.jpg", JPEG))
    finding, segment = insert_spoken(
        connection, analysis, NAME, stored(settings, "bob/speech.ogg", OPUS)
    )
    insert(
        connection, "analysis_results", analysis_id=analysis, analysis_type="technical",
        summary=NAME, result={},
    )  # fmt: skip
    insert(connection, "transcriptions", analysis_id=analysis, provider="test", text_content=NAME)
    begun = insert(
        connection, "resumable_uploads", owner="bob", filename=NAME, length=9,
        expires_at="2100-01-01",
    )  # fmt: skip
    insert(
        connection, "webhook_jobs", owner="bob", analysis_id=analysis, event="analysis.failed",
        url=f"https://example.org/{NAME}",
    )  # fmt: skip
    jobs = connection.execute(
        "select id from mediaq.ssml_jobs union all select id from mediaq.webhook_jobs"
    ).fetchall()
    ids = (first, analysis, poster, begun, finding, segment, *(row[0] for row in jobs))
    return Bob(tuple(map(str, ids)))


@pytest.fixture
def api(settings: Settings) -> Iterator[Running]:
    with running(settings) as api:
        yield api


def client(api: Running, key: str | None) -> httpx2.Client:
    """A client with a request id of its own, so that equal answers are equal to the byte."""
    headers = {**(bearer(key) if key else {}), "X-Request-Id": "same"}
    return httpx2.Client(base_url=api.url, headers=headers, timeout=20, trust_env=False)


def missing(id: str) -> str:
    """An id of the same form that nobody has."""
    return str(MISSING_NUMBER) if id.isdigit() else str(uuid4())


def answer(
    client: httpx2.Client, method: str, path: str, id: str, more: dict[str, Any]
) -> tuple[Any, ...]:
    """What can be told from an answer about an id; of a stream, how it begins."""
    url = re.sub(r"\{[^}]*\}", id, path)
    with client.stream(method, url, **more) as got:
        headers = {n: v for n, v in got.headers.items() if n not in ("date", "server")}
        if headers.get("content-type", "").startswith("text/event-stream") and method == "GET":
            text = _beginning(got)
        else:
            text = got.read().decode("latin-1")
    return got.status_code, headers, text


def _beginning(stream: httpx2.Response) -> str:
    """The first event, without what is drawn by lot."""
    lines: list[str] = []
    for line in stream.iter_lines():
        if line.startswith("data:"):
            return "\n".join([*lines, line])
        lines += [line] if not line.startswith("retry:") else []
    return "\n".join(lines)


def found(answer: tuple[Any, ...]) -> bool:
    """Whether it is about something that is there; only its owner is told that it does not fit."""
    good = answer[0] in (200, 202) and not empty(answer)
    return good or '"unsupported_media"' in answer[2]


def empty(answer: tuple[Any, ...]) -> bool:
    """Whether it is a list of nothing."""
    return '"data":[]' in answer[2] or '"count":0' in answer[2]


def world(connection: Connection) -> list[Any]:
    """Everything of Bob's that a request could change."""
    return connection.execute(
        "select a::text, n::text, (select string_agg(j::text, '' order by j.id)"
        " from mediaq.ssml_jobs j), (select string_agg(w::text, '' order by w.id)"
        " from mediaq.webhook_jobs w), (select string_agg(r::text, '')"
        " from mediaq.resumable_uploads r)"
        " from mediaq.media_assets a join mediaq.analysis n on n.asset_id = a.id"
        " where a.owner = 'bob' order by a.id, n.id"
    ).fetchall()


def test_every_route_without_an_id_in_its_path_is_listed() -> None:
    assert {operation for operation in GUARDED if "{" not in operation[1]} == set(OTHERS)


def test_without_a_key_nothing_but_the_open_paths_answers(
    api: Running, connection: Connection, bob: Bob
) -> None:
    make(connection)
    with client(api, None) as nobody, client(api, "mq_aaaaaaaa_" + "b" * 43) as guess:
        for method, path in GUARDED:
            for id in bob.ids[:2]:
                got = answer(nobody, method, path, id, {})
                assert got[0] == 401, (method, path)
                assert got == answer(guess, method, path, id, {})
                assert got[1]["www-authenticate"] == "Bearer"
        for method, path in OPERATIONS:
            if path in OPEN_PATHS:
                assert answer(nobody, method, path, "", {})[0] == 200, path
        assert nobody.get("/nothing").status_code == 401


def test_another_owner_s_id_is_answered_like_a_missing_one(
    api: Running, connection: Connection, bob: Bob
) -> None:
    before = world(connection)
    with client(api, make(connection, "ann")) as ann:
        for method, path, request in NAMING:
            for id in bob.ids:
                got, expected = (
                    answer(ann, method, path, x, request(x)) for x in (id, missing(id))
                )
                assert got == expected, (method, path)
                assert got[0] in (400, 404, 422) or empty(got), (method, path, got)
    assert world(connection) == before


@pytest.mark.parametrize("owner", ["bob", "*"])
def test_the_ids_are_good_for_their_owner(
    api: Running, connection: Connection, bob: Bob, owner: str
) -> None:
    """Without this, the test above could pass because its ids fit no route."""
    with client(api, make(connection, owner, "read", "write", "admin")) as key:
        for method, path, request in NAMING:
            if method == "GET" or request in IN_BODY:
                answers = [answer(key, method, path, id, request(id)) for id in bob.ids]
                assert any(map(found, answers)), (method, path, answers)


def test_what_lists_shows_nothing_of_others(api: Running, connection: Connection, bob: Bob) -> None:
    with client(api, make(connection, "ann", "read", "write", "admin")) as ann:
        for method, path in OTHERS:
            if method == "GET":
                text = answer(ann, method, path, "", {})[2]
                assert [mark for mark in (NAME, *bob.ids[:3]) if mark in text] == [], path


def test_queues_are_counted_for_their_owner(api: Running, connection: Connection, bob: Bob) -> None:
    def counted(owner: str) -> int:
        with client(api, make(connection, owner)) as key:
            queues = key.get("/api/media/status").json()["data"]
        return sum(sum(queue["counts"].values()) for queue in queues)

    assert [counted(owner) for owner in ("ann", "bob", "*")] == [0, 3, 3]


def test_keys_are_in_no_log(settings: Settings, connection: Connection) -> None:
    """Neither what is sent as a key, nor its hash, whatever becomes of the request."""
    loud = settings.model_copy(update={"log_level": "debug"})
    good = make(connection, "ann")
    bad = good[:-4] + "0000"
    with running(loud) as api:
        for key in (good, bad):
            with client(api, key) as asks:
                for path in ("/api/media/status", "/nothing", f"/api/v1/assets/{key}"):
                    asks.get(path)
                connection.execute("alter table mediaq.media_assets rename to away")
                asks.get(f"/api/v1/assets/{uuid4()}", params={"key": key})
                connection.execute("alter table mediaq.away rename to media_assets")
        api.process.terminate()
        said = api.process.communicate(timeout=20)
    assert "schema_mismatch" in said[1]
    for key in (good, bad):
        assert key[12:] not in said[0] + said[1]


def test_a_connection_forgets_whose_it_was(settings: Settings, connection: Connection) -> None:
    """Two owners take turns on two connections, many at once: each sees only its own."""
    keys = {owner: make(connection, owner) for owner in ("ann", "bob")}
    assets = {owner: str(uploaded(connection, owner=owner)[0]) for owner in keys}
    small = settings.model_copy(update={"pool_size": 2})

    def ask(turn: int) -> tuple[bool, int]:
        asks, of = list(keys)[turn % 2], list(keys)[turn // 2 % 2]
        got = shared.get(f"/api/v1/assets/{assets[of]}", headers=bearer(keys[asks]))
        return asks == of, got.status_code

    with running(small) as api, client(api, None) as shared, ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(ask, range(80)))
        files = {"file": ("a.mp4", MP4)}
        for owner, key in keys.items():
            assert shared.post("/api/upload", files=files, headers=bearer(key)).status_code == 202
            query = "select count(*) from mediaq.media_assets where owner = %s"
            assert connection.execute(query, [owner]).fetchone() == (2,)
    assert answers == {(True, 200), (False, 404)}
