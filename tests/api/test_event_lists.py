"""Event streams of lists, as a gallery follows them: the newest analysis of each asset."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import LiteralString
from uuid import uuid4

import httpx2
import pytest
from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.following import Event, Stream, follow
from tests.api.keys import make
from tests.api.problem import refused
from tests.api.process import Running, running
from tests.api.rows import complete, uploaded
from tests.kit.connections import Connect, Connection, heard, listening, value
from tests.kit.rows import insert_analysis, insert_uploaded
from tests.kit.wait import wait_for

NOBODY_WATCHES: LiteralString = (
    "select pg_try_advisory_lock(7226003, 0) and pg_advisory_unlock(7226003, 0)"
)


@pytest.fixture
def api(settings: Settings) -> Iterator[Running]:
    with running(settings) as api:
        yield api


def url(api: Running, query: str = "") -> str:
    return f"{api.url}/api/v1/events{query}"


def opened(stream: Stream) -> list[str]:
    """The analyses of the first event, in its order."""
    event = stream.next()
    assert event.name == "analyses"
    assert event.id
    assert all("spoken" not in one for one in event.data["data"])
    return [one["analysis_id"] for one in event.data["data"]]


def told(event: Event) -> tuple[str, str]:
    return event.name, event.data["analysis_id"]


def claim(connection: Connection) -> None:
    connection.execute("select mediaq.claim('mediaq.analysis', mediaq.new_id(), 1)")


def test_a_gallery_is_told_of_changes_of_what_is_new_and_of_what_is_deleted(
    api: Running, connection: Connection
) -> None:
    (_, old), (_, new) = uploaded(connection), uploaded(connection)
    with follow(url(api)) as stream:
        assert opened(stream) == [str(new), str(old)]
        claim(connection)
        changed = stream.next()
        assert (told(changed), changed.data["status"]) == (("analysis", str(old)), "processing")
        _, third = uploaded(connection)
        assert told(stream.next()) == ("analysis", str(third))
        connection.execute("update mediaq.analysis set deleted_at = now() where id = %s", [new])
        assert told(stream.next()) == ("gone", str(new))


def test_an_asset_is_shown_by_its_newest_analysis(api: Running, connection: Connection) -> None:
    asset, first = uploaded(connection)
    complete(connection, first)
    with follow(url(api, f"?asset_id={asset},{uuid4()}")) as stream:
        assert opened(stream) == [str(first)]
        second = insert_analysis(connection, asset)
        assert told(stream.next()) == ("analysis", str(second))
        connection.execute("select mediaq.retry('mediaq.analysis', array[%s])", [first])
        uploaded(connection)  # of another asset
        connection.execute("update mediaq.analysis set deleted_at = now() where id = %s", [second])
        assert told(stream.next()) == ("gone", str(second))
        # The earlier one stands for the asset again.
        assert told(stream.next()) == ("analysis", str(first))


def test_what_leaves_a_status_is_told_once(api: Running, connection: Connection) -> None:
    _, analysis_id = uploaded(connection)
    with follow(url(api, "?status=queued&status=failed")) as stream:
        assert opened(stream) == [str(analysis_id)]
        claim(connection)
        assert stream.next().data["status"] == "processing"
        connection.execute(
            "select mediaq.heartbeat('mediaq.analysis', array[id], array[lease], array[50])"
            " from mediaq.analysis"
        )
        connection.execute(
            "select mediaq.fail('mediaq.analysis', id, lease, 'x', 'media_invalid', true, null)"
            " from mediaq.analysis"
        )
        assert stream.next().data["status"] == "failed"


def test_a_list_holds_the_newest(api: Running, connection: Connection) -> None:
    made = [uploaded(connection)[1] for _ in range(4)]
    with follow(url(api, "?limit=2")) as stream:
        assert opened(stream) == [str(made[3]), str(made[2])]


def test_a_list_that_has_not_changed_is_not_sent_again(
    api: Running, connection: Connection
) -> None:
    _, analysis_id = uploaded(connection)
    with follow(url(api)) as stream:
        first = stream.next()
        claim(connection)
        changed = stream.next()
    assert changed.id
    assert changed.id != first.id
    with follow(url(api), last=changed.id) as stream:
        _, second = uploaded(connection)
        assert told(stream.next()) == ("analysis", str(second))
    with follow(url(api), last=changed.id) as stream:
        assert opened(stream) == [str(second), str(analysis_id)]


def test_a_bulk_too_large_to_be_named_is_told(api: Running, connection: Connection) -> None:
    with follow(url(api, "?limit=200")) as stream:
        assert opened(stream) == []
        connection.execute(
            "insert into mediaq.media_assets (filename, upload_status, storage_path)"
            " select n || '.mp4', 'completed', 'originals/' || n from generate_series(1, 300) n"
        )
        assert len({told(stream.next()) for _ in range(200)}) == 200


def test_a_flood_of_commits_is_told_and_not_by_each_of_them(
    api: Running, connection: Connection, connect: Connect
) -> None:
    listener = listening(connect, "mediaq_changed")
    with follow(url(api, "?limit=200")) as stream:
        assert opened(stream) == []
        wait_for(lambda: not value(connection, NOBODY_WATCHES))
        for _ in range(200):
            insert_uploaded(connection)
        assert len({told(stream.next()) for _ in range(200)}) == 200
        # And afterwards it is as before.
        wait_for(lambda: not value(connection, NOBODY_WATCHES))
        _, last = uploaded(connection)
        assert told(stream.next()) == ("analysis", str(last))
    assert len(heard(listener, connection, "mediaq_changed")) < 200


def test_another_owner_s_changes_never_appear(api: Running, connection: Connection) -> None:
    ours, theirs = make(connection, "ours"), make(connection, "theirs")
    with follow(url(api), key=ours) as mine, follow(url(api), key=theirs) as other:
        assert opened(mine) == opened(other) == []
        insert_uploaded(connection, owner="theirs")
        first = insert_uploaded(connection, owner="ours")
        assert mine.next().data["asset_id"] == str(first)
        connection.execute(
            "select mediaq.cancel('mediaq.analysis', array_agg(id))"
            " from mediaq.analysis where owner = 'theirs'"
        )
        other.until(status="canceled")
        last = insert_uploaded(connection, owner="ours")
        assert mine.next().data["asset_id"] == str(last)


@pytest.mark.parametrize(
    "query",
    ["?status=done", "?limit=0", "?limit=201", "?limit=x", "?colour=red", "?limit=1&limit=2"],
)
def test_bad_queries(client: TestClient, query: str) -> None:
    refused(client.get(f"/api/v1/events{query}"), 400, "invalid_query")
    refused(client.get("/api/v1/events?asset_id=7"), 400, "invalid_id")


def test_fifty_streams_take_one_session_and_no_seat(
    settings: Settings, connection: Connection
) -> None:
    """Twice as many streams as the pool has seats leave every seat free."""
    analyses = [uploaded(connection)[1] for _ in range(25)]
    with running(settings.model_copy(update={"pool_size": 2})) as api:
        urls = [f"{api.url}/api/v1/analyses/{id}/events" for id in analyses]
        with ExitStack() as stack:
            streams = [stack.enter_context(follow(one)) for one in urls * 2]
            assert {stream.next().data["status"] for stream in streams} == {"queued"}
            connection.execute("select mediaq.claim('mediaq.analysis', mediaq.new_id(), 25)")
            for stream in streams:
                stream.until(status="processing")
            for id in analyses:
                assert httpx2.get(f"{api.url}/api/media/status/{id}").status_code == 200
            connection.execute(
                "select mediaq.complete('mediaq.analysis', array_agg(id), array_agg(lease))"
                " from mediaq.analysis"
            )
            for stream in streams:
                assert [event.name for event in stream] == ["analysis", "end"]
