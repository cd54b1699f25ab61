"""`Prefer: wait=n`: a status that waits for news."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import httpx2
import pytest
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.process import Running, running
from tests.api.rows import complete, insert_spoken, uploaded
from tests.kit.connections import Connection, value
from tests.kit.wait import wait_for

PATHS = [
    "/api/media/status/{n}",
    "/api/media/status/{a}",
    "/api/analysis/status?asset_id={a}",
    "/api/v1/analyses/{n}",
]
LISTENING = (
    "select count(*) from pg_stat_activity"
    " where application_name = 'mediaq api listener' and datname = current_database()"
)


@pytest.fixture
def api(settings: Settings) -> Iterator[Running]:
    with running(settings.model_copy(update={"pool_size": 1})) as api:
        yield api


def claim(connection: Connection) -> None:
    connection.execute("select mediaq.claim('mediaq.analysis', mediaq.new_id(), 1)")


@contextmanager
def held(url: str, connection: Connection, etag: str = "") -> "Iterator[Future[httpx2.Response]]":
    """A request that waits, while the test goes on."""
    headers = {"Prefer": "wait=30", **({"If-None-Match": etag} if etag else {})}
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx2.get, url, headers=headers, timeout=40)
        wait_for(lambda: value(connection, LISTENING))
        yield answer


@pytest.mark.parametrize("path", PATHS)
def test_news_ends_the_wait(api: Running, connection: Connection, path: str) -> None:
    asset_id, analysis_id = uploaded(connection)
    url = api.url + path.format(a=asset_id, n=analysis_id)
    etag = httpx2.get(url).headers["etag"]
    with held(url, connection, etag) as answer:
        # The only seat of the pool is free meanwhile.
        assert httpx2.get(url).status_code == 200
        assert not answer.done()
        claim(connection)
        news = answer.result()
    assert news.status_code == 200
    assert "processing" in news.text
    assert news.headers["preference-applied"] == "wait=30"
    assert news.headers["etag"] != etag


@pytest.mark.parametrize("path", PATHS)
def test_without_an_etag_the_end_is_waited_for(
    api: Running, connection: Connection, path: str
) -> None:
    asset_id, analysis_id = uploaded(connection)
    with held(api.url + path.format(a=asset_id, n=analysis_id), connection) as answer:
        complete(connection, analysis_id)
        assert "completed" in answer.result().text


def test_speech_is_waited_for(api: Running, connection: Connection) -> None:
    asset_id, analysis_id = uploaded(connection)
    complete(connection, analysis_id)
    feedback, _ = insert_spoken(connection, analysis_id, "Too dark.", "speech/1.opus")
    with held(f"{api.url}/api/analysis/status?asset_id={asset_id}", connection) as answer:
        connection.execute(
            "update mediaq.analysis_feedback set ssml_status = 'completed',"
            " audio_status = 'completed' where id = %s",
            [feedback],
        )
        assert answer.result().json()["speech"] == {"total": 1, "completed": 1, "failed": 0}


def test_a_process_that_stops_answers_with_what_there_is(
    api: Running, connection: Connection
) -> None:
    url = f"{api.url}/api/media/status/{uploaded(connection)[1]}"
    etag = httpx2.get(url).headers["etag"]
    with held(url, connection, etag) as answer:
        api.process.terminate()
        assert answer.result().status_code == 304
    assert api.process.wait(10) == 0


@pytest.mark.parametrize(
    ("prefer", "applied"),
    [
        ("wait=1", "wait=1"),
        ("respond-async, wait=1; x=y", "wait=1"),
        ('Wait = "1"', "wait=1"),
        ("wait=0", None),
        ("wait=1.5", None),
        ("wait=-1", None),
        ("wait", None),
        ("await=9", None),
    ],
)
def test_when_time_is_up(
    client: TestClient, connection: Connection, prefer: str, applied: str | None
) -> None:
    path = f"/api/media/status/{uploaded(connection)[1]}"
    etag = client.get(path).headers["etag"]
    answer = client.get(path, headers={"If-None-Match": etag, "Prefer": prefer})
    assert answer.status_code == 304
    assert answer.headers.get("preference-applied") == applied


def test_nothing_is_waited_for_where_nothing_will_change(
    client: TestClient, connection: Connection
) -> None:
    _, analysis_id = uploaded(connection)
    complete(connection, analysis_id)
    answer = client.get(
        f"/api/media/status/{analysis_id}", headers={"Prefer": "wait=600", "If-None-Match": '"x"'}
    )
    assert (answer.status_code, answer.headers["preference-applied"]) == (200, "wait=60")


def test_a_full_process_answers_at_once(settings: Settings, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    with running(settings.model_copy(update={"max_streams": 0})) as api:
        url = f"{api.url}/api/media/status/{analysis_id}"
        answer = httpx2.get(url, headers={"Prefer": "wait=30"})
    assert answer.status_code == 200
    assert "preference-applied" not in answer.headers
