"""Things of every kind for requests to find: done, failed, waiting, begun and deleted; several of
each, for requests delete them, too."""

from uuid import uuid4

import httpx2

from mediaq.settings import Settings
from tests.api.rows import (
    JPEG,
    OPUS,
    complete,
    fail,
    insert_file,
    insert_spoken,
    stored,
    uploaded,
)
from tests.kit.connections import Connection

SETS = 8
Ids = dict[str, list[str | int]]


def stock(connection: Connection, settings: Settings) -> Ids:
    """Inserts them; ids by their kind (`api.vocabulary.IDS`)."""
    picture = stored(settings, "processed/poster.jpg", JPEG)
    sound = stored(settings, "processed/speech.ogg", OPUS)
    ids: Ids = {"asset_id": [], "analysis_id": [], "file_id": [], "segment_id": [999_999]}
    for number in range(SETS):
        asset, analysis = uploaded(connection, filename=f"done-{number}.mp4")
        ids["file_id"].append(str(insert_file(connection, analysis, picture, sha256="a" * 64)))
        ids["segment_id"].append(insert_spoken(connection, analysis, "Too loud.", sound)[1])
        complete(connection, analysis)
        failed = uploaded(connection, filename=f"failed-{number}.mp4")
        fail(connection, "media_invalid", "The media cannot be decoded.")
        _note(ids, (asset, analysis), failed)
    for number in range(SETS):
        _note(ids, uploaded(connection, filename=f"waiting-{number}.mp4"))
    deleted = uploaded(connection, filename="deleted.mp4")
    connection.execute(
        "update mediaq.media_assets set deleted_at = mediaq.now() where id = %s", [deleted[0]]
    )
    connection.execute(
        "insert into mediaq.workers (id, queue, host, pid, version, concurrency, seen_at)"
        " values (mediaq.new_id(), 'mediaq.analysis', '-', 1, '-', 1, mediaq.now() + '1 day')"
    )
    _note(ids, deleted, (uuid4(), uuid4()))
    return ids


def begun_uploads(url: str, key: str) -> list[str | int]:
    """Ids of resumable uploads that wait for their first byte."""
    headers = {
        "Authorization": f"Bearer {key}",
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "100",
    }
    answers = [httpx2.post(f"{url}/api/upload/tus", headers=headers) for _ in range(SETS)]
    return [answer.headers["location"].rsplit("/", 1)[1] for answer in answers]


def _note(ids: Ids, *pairs: tuple[object, object]) -> None:
    for asset, analysis in pairs:
        ids["asset_id"].append(str(asset))
        ids["analysis_id"].append(str(analysis))
