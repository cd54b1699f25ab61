"""An analysis that is done, with everything one can have, as the workers would leave it."""

from typing import Any
from uuid import UUID

from mediaq.settings import Settings
from tests.kit.connections import Connection
from tests.kit.rows import insert, insert_feedback, insert_uploaded

JPEG = b"\xff\xd8\xff" + b"picture" * 100
OPUS = b"OggS" + b"speech" * 100


def kicked_off(connection: Connection, asset_id: UUID) -> UUID:
    """The analysis that the upload started."""
    row = connection.execute(
        "select id from mediaq.analysis where asset_id = %s and kickoff = 'auto'", [asset_id]
    ).fetchone()
    assert row is not None
    found: UUID = row[0]
    return found


def uploaded(connection: Connection, **columns: Any) -> tuple[UUID, UUID]:
    """The ids of an uploaded video and of its queued analysis."""
    asset_id = insert_uploaded(connection, media_type="video", **columns)
    return asset_id, kicked_off(connection, asset_id)


def complete(connection: Connection, analysis_id: UUID) -> None:
    """Claims and completes the one queued analysis."""
    connection.execute(
        "with c as materialized (select id, lease from mediaq.claim('mediaq.analysis',"
        " mediaq.new_id(), 1)) select mediaq.complete('mediaq.analysis', array[id], array[lease])"
        " from c"
    )
    connection.execute(
        "select 1 / (status = 'completed')::int from mediaq.analysis where id = %s", [analysis_id]
    )


def fail(connection: Connection, code: str, error: str, *, permanent: bool = True) -> None:
    """Claims and fails the one queued analysis."""
    connection.execute(
        "with c as materialized (select id, lease from mediaq.claim('mediaq.analysis',"
        " mediaq.new_id(), 1)) select mediaq.fail('mediaq.analysis', id, lease, %s, %s, %s, null)"
        " from c",
        [error, code, permanent],
    )


def stored(settings: Settings, key: str, content: bytes) -> str:
    """Writes a file into the storage; its key."""
    path = settings.storage / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return key


def insert_file(connection: Connection, analysis_id: UUID, key: str, **columns: Any) -> UUID:
    """A derived picture."""
    row = connection.execute(
        "select asset_id from mediaq.analysis where id = %s", [analysis_id]
    ).fetchone()
    assert row is not None
    given = {"kind": "poster", "mime_type": "image/jpeg", "file_size_bytes": 1, **columns}
    found: UUID = insert(
        connection,
        "asset_files",
        asset_id=row[0],
        analysis_id=analysis_id,
        file_path=key,
        **given,
    )
    return found


def insert_spoken(
    connection: Connection, analysis_id: UUID, message: str, key: str, **columns: Any
) -> tuple[int, int]:
    """A finding with one SSML and one audio segment: the ids of finding and audio."""
    feedback = insert_feedback(connection, message, analysis_id, **columns)
    insert(connection, "analysis_ssml_segments", feedback_id=feedback, ssml="<speak/>")
    segment: int = insert(
        connection,
        "analysis_audio_segments",
        feedback_id=feedback,
        audio_url=key,
        format="opus",
        duration_ms=1200,
        marks={"start": 0},
    )
    return feedback, segment
