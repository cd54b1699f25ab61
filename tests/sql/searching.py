"""Asking the search as a database client does, and rows for it to find."""

from typing import Any
from uuid import UUID

from tests.kit.connections import Connection
from tests.kit.rows import insert

SEARCH = (
    "select kind, asset_id, analysis_id, start_ms, end_ms, page, snippet, rank, id"
    " from mediaq.search(%s, %s, %s, %s, %s, %s)"
)


def found(
    connection: Connection,
    asked: str,
    kinds: list[str] | None = None,
    media_types: list[str] | None = None,
    after: tuple[Any, Any] = (None, None),
    most: int = 50,
) -> list[tuple[Any, ...]]:
    """Hits with kind, asset, analysis, start, end, page, snippet, rank and id; everybody's."""
    with connection.transaction():
        connection.execute("select set_config('mediaq.owner', '*', true)")
        params = [asked, kinds, media_types, *after, most]
        return connection.execute(SEARCH, params).fetchall()


def texts(connection: Connection, asked: str) -> list[str]:
    """The snippets, with what matched in brackets."""
    marks = str.maketrans("\x02\x03", "[]")
    return [hit[6].translate(marks) for hit in found(connection, asked)]


def transcript(connection: Connection, analysis: UUID, **columns: Any) -> UUID:
    """What was said in an analysed file."""
    given = {"provider": "p", "text_content": "All of it.", "language": "en", **columns}
    words: UUID = insert(connection, "transcriptions", analysis_id=analysis, **given)
    return words


def said(*segments: tuple[Any, Any, str]) -> dict[str, Any]:
    """Metadata of a transcript: sentences with their first and last millisecond."""
    return {"segments": [{"start_ms": a, "end_ms": b, "text": text} for a, b, text in segments]}
