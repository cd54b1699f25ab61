"""The same request many times at once: every one is answered, and the effect is one."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from starlette.testclient import TestClient

from mediaq.settings import Settings
from tests.api.media import MP4, stored_files, upload
from tests.api.problem import refused
from tests.kit.connections import Connection, column, value

TIMES = 100
AT_ONCE = 12


def test_41_the_same_content(
    client: TestClient, settings: Settings, connection: Connection
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: upload(client, MP4), range(TIMES)))
    assert {answer.status_code for answer in answers} <= {200, 202}, answers[0].text
    assert len(stored_files(settings.storage)) == 1
    per_asset = "select count(*) from mediaq.analysis where kickoff = 'auto' group by asset_id"
    assert set(column(connection, per_asset)) == {1}
    known = set(column(connection, "select id::text from mediaq.media_assets"))
    assert {answer.json()["asset_id"] for answer in answers} == known


def test_41_the_same_analysis_with_its_key(client: TestClient, connection: Connection) -> None:
    asset_id = upload(client, MP4).json()["asset_id"]
    body = {"asset_id": asset_id, "force": True}

    def ask(_: int) -> tuple[int, bytes]:
        answer = client.post("/api/media/analyze", json=body, headers={"Idempotency-Key": "k"})
        if answer.status_code != 202:
            refused(answer, 409, "in_progress")
        return answer.status_code, answer.content if answer.status_code == 202 else b""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(ask, range(TIMES)))
    assert len([status for status, _ in answers if status == 202]) == 1
    asked = "select count(*) from mediaq.analysis where kickoff = 'asked'"
    assert value(connection, asked) == 1
