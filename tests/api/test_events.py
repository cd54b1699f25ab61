"""Event streams of one analysis, from a real process: what is told, when it ends, who may see."""

from collections.abc import Iterator
from typing import LiteralString
from uuid import UUID, uuid4

import httpx2
import pytest

from mediaq.settings import Settings
from tests.api.following import follow
from tests.api.keys import bearer, make
from tests.api.problem import refused
from tests.api.process import Running, running
from tests.api.rows import complete, fail, uploaded
from tests.kit.connections import Connection, value
from tests.kit.rows import insert_feedback
from tests.kit.wait import wait_for

LISTENERS: LiteralString = (
    "select count(*) from pg_stat_activity"
    " where application_name = 'mediaq api listener' and datname = current_database()"
)
SESSIONS: LiteralString = LISTENERS.replace("= 'mediaq api listener'", "like 'mediaq api%'")
TERMINATE: LiteralString = LISTENERS.replace("count(*)", "pg_terminate_backend(pid)")
CLAIM: LiteralString = "select mediaq.claim('mediaq.analysis', mediaq.new_id(), 1)"
RELEASE: LiteralString = (
    "select mediaq.release('mediaq.analysis', array[id], array[lease]) from mediaq.analysis"
)


@pytest.fixture
def api(settings: Settings) -> Iterator[Running]:
    with running(settings) as api:
        yield api


def path(api: Running, analysis_id: UUID) -> str:
    return f"{api.url}/api/v1/analyses/{analysis_id}/events"


def claim(connection: Connection) -> None:
    connection.execute(CLAIM)


def beat(connection: Connection, progress: int) -> None:
    connection.execute(
        "select mediaq.heartbeat('mediaq.analysis', array[id], array[lease], array[%s])"
        " from mediaq.analysis",
        [progress],
    )


def speak(connection: Connection, queue: str) -> None:
    connection.execute(
        "with c as materialized (select id, lease from mediaq.claim(%(q)s, mediaq.new_id(), 1))"
        " select mediaq.complete(%(q)s, array[id], array[lease]) from c",
        {"q": f"mediaq.{queue}"},
    )


def test_from_queued_to_spoken(api: Running, connection: Connection) -> None:
    asset_id, analysis_id = uploaded(connection, filename="clip.mp4")
    with follow(path(api, analysis_id)) as stream:
        first = stream.next()
        assert (first.name, first.id) == ("analysis", first.data["version"])
        assert (
            first.data.items()
            >= {
                "analysis_id": str(analysis_id),
                "asset_id": str(asset_id),
                "filename": "clip.mp4",
                "status": "queued",
                "progress": 0,
                "findings": 0,
                "speech": {"total": 0, "completed": 0, "failed": 0},
                "error": None,
            }.items()
        )
        assert stream.retry > 0
        claim(connection)
        assert stream.until(status="processing").data["progress"] == 0
        beat(connection, 40)
        assert stream.next().data["progress"] == 40
        with connection.transaction():
            insert_feedback(connection, "Too dark.", analysis_id)
            insert_feedback(connection, None, analysis_id)
            connection.execute(
                "select mediaq.complete('mediaq.analysis', array[id], array[lease])"
                " from mediaq.analysis"
            )
        done = stream.until(status="completed").data
        assert (done["findings"], done["speech"]["total"]) == (2, 1)
        assert [one["ssml_status"] for one in done["spoken"]] == ["queued"]
        speak(connection, "ssml_jobs")
        assert stream.until(findings=2).data["spoken"][0]["ssml_status"] == "completed"
        speak(connection, "audio_jobs")
        events = list(stream)
    assert events[-2].data["speech"] == {"total": 1, "completed": 1, "failed": 0}
    assert (events[-1].name, events[-1].data["status"]) == ("end", "completed")


def test_a_failure_says_why_and_ends(api: Running, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    with follow(path(api, analysis_id)) as stream:
        stream.next()
        fail(connection, "media_invalid", "no moov atom")
        failed = stream.until(status="failed")
        assert failed.data["error"] == {"code": "media_invalid", "message": "no moov atom"}
        assert [event.name for event in stream] == ["end"]


def test_what_the_client_has_is_not_sent_again(api: Running, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    with follow(path(api, analysis_id)) as stream:
        seen = stream.next().id
    assert seen
    with follow(path(api, analysis_id), last=seen) as stream:
        claim(connection)
        changed = stream.next()
        assert changed.data["status"] == "processing"
    with follow(path(api, analysis_id), last=seen) as stream:
        assert stream.next() == changed


def test_a_client_that_knows_the_end_is_told_to_stay_away(
    api: Running, connection: Connection
) -> None:
    _, analysis_id = uploaded(connection)
    complete(connection, analysis_id)
    with follow(path(api, analysis_id)) as stream:
        events = list(stream)
    assert [event.name for event in events] == ["analysis", "end"]
    headers = {"Last-Event-ID": events[0].id or ""}
    assert httpx2.get(path(api, analysis_id), headers=headers).status_code == 204
    assert httpx2.get(path(api, analysis_id)).status_code == 200


def test_a_deletion_ends_the_stream(api: Running, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    with follow(path(api, analysis_id)) as stream:
        stream.next()
        connection.execute("update mediaq.analysis set deleted_at = mediaq.now()")
        assert [event.name for event in stream] == ["gone"]
    refused(httpx2.get(path(api, analysis_id)), 410, "gone")


def test_refusals_come_before_the_stream(api: Running, connection: Connection) -> None:
    refused(httpx2.get(path(api, uuid4())), 404, "not_found")
    refused(httpx2.get(f"{api.url}/api/v1/analyses/7/events"), 400, "invalid_id")
    _, analysis_id = uploaded(connection)
    head = httpx2.head(path(api, analysis_id))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/event-stream")


def test_notifications_lost_with_their_session_are_made_good(
    api: Running, connection: Connection
) -> None:
    _, analysis_id = uploaded(connection)
    with follow(path(api, analysis_id)) as stream:
        stream.next()
        for status, change in (("processing", CLAIM), ("queued", RELEASE)):
            wait_for(lambda: value(connection, LISTENERS))
            with connection.transaction():
                connection.execute(TERMINATE)
                connection.execute(change)
            assert stream.until(status=status).name == "analysis"


def test_an_owner_sees_only_what_is_theirs(api: Running, connection: Connection) -> None:
    ours, theirs = make(connection, "ours"), make(connection, "theirs")
    _, analysis_id = uploaded(connection, owner="ours")
    refused(httpx2.get(path(api, analysis_id), headers=bearer(theirs)), 404, "not_found")
    refused(httpx2.get(path(api, analysis_id)), 401, "unauthenticated")
    with follow(path(api, analysis_id), key=ours) as stream:
        stream.next()
        # While one owner watches, another still does not see it.
        refused(httpx2.get(path(api, analysis_id), headers=bearer(theirs)), 404, "not_found")
        claim(connection)
        assert stream.next().data["status"] == "processing"
        connection.execute("update mediaq.analysis set owner = 'theirs'")
        assert [event.name for event in stream] == ["gone"]


def test_open_streams_are_limited(settings: Settings, connection: Connection) -> None:
    _, analysis_id = uploaded(connection, owner="ours")
    few = settings.model_copy(update={"max_streams": 3, "max_streams_per_key": 2})
    first, second = make(connection, "ours"), make(connection, "ours")
    with running(few) as api:
        url = path(api, analysis_id)
        with follow(url, key=first) as one, follow(url, key=first):
            one.next()
            answer = httpx2.get(url, headers=bearer(first))
            refused(answer, 429, "too_many_streams")
            assert int(answer.headers["retry-after"]) > 0
            with follow(url, key=second):
                refused(httpx2.get(url, headers=bearer(second)), 503, "streams_full")
        wait_for(lambda: httpx2.head(url, headers=bearer(first)).status_code == 200)


def test_streams_end_with_the_process(api: Running, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    _, other = uploaded(connection)
    with follow(path(api, analysis_id)) as one, follow(path(api, other)) as two:
        one.next(), two.next()
        api.process.terminate()
        assert (list(one), list(two)) == ([], [])
    assert api.process.wait(10) == 0
    assert api.process.stderr
    assert "Traceback" not in api.process.stderr.read()


def test_one_session_listens_and_only_while_somebody_watches(
    api: Running, connection: Connection
) -> None:
    url = path(api, uploaded(connection)[1])
    assert value(connection, LISTENERS) == 0
    with follow(url) as one, follow(url) as two:
        one.next(), two.next()
        wait_for(lambda: value(connection, LISTENERS) == 1)
        assert value(connection, SESSIONS) < 4
