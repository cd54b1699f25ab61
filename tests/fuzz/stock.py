"""Things of every kind for requests to find: done, failed, waiting and deleted."""

from uuid import uuid4

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

Ids = dict[str, list[str] | list[int]]


def stock(connection: Connection, settings: Settings) -> Ids:
    """Inserts them; ids by their kind (`api.vocabulary.IDS`)."""
    asset, analysis = uploaded(connection, filename="done.mp4")
    picture = stored(settings, "processed/poster.jpg", JPEG)
    sound = stored(settings, "processed/speech.ogg", OPUS)
    file = insert_file(connection, analysis, picture, sha256="a" * 64)
    _, segment = insert_spoken(connection, analysis, "It is too loud.", sound)
    complete(connection, analysis)
    failed = uploaded(connection, filename="failed.mp4")
    fail(connection, "media_invalid", "The media cannot be decoded.")
    waiting = uploaded(connection, filename="waiting.mp4")
    deleted = uploaded(connection, filename="deleted.mp4")
    connection.execute(
        "update mediaq.media_assets set deleted_at = mediaq.now() where id = %s", [deleted[0]]
    )
    connection.execute(
        "insert into mediaq.workers (id, queue, host, pid, version, concurrency, seen_at)"
        " values (mediaq.new_id(), 'mediaq.analysis', '-', 1, '-', 1, mediaq.now() + '1 day')"
    )
    assets, analyses = zip((asset, analysis), failed, waiting, deleted, strict=True)
    return {
        "asset_id": [str(id) for id in (*assets, uuid4())],
        "analysis_id": [str(id) for id in (*analyses, uuid4())],
        "file_id": [str(file), str(uuid4())],
        "segment_id": [segment, 999],
    }
