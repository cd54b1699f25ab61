"""Rows that tests need, made with what the schema demands and nothing more."""

from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from tests.kit.connections import Connection


def insert(connection: Connection, table: str, **columns: Any) -> Any:
    """Inserts one row into a table of the schema and returns its id."""
    query = sql.SQL("insert into mediaq.{} ({}) values ({}) returning id").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(map(sql.Placeholder, columns)),
    )
    params = {name: Jsonb(v) if isinstance(v, dict) else v for name, v in columns.items()}
    row = connection.execute(query, params).fetchone()
    assert row is not None
    return row[0]


def insert_asset(connection: Connection, **columns: Any) -> UUID:
    """A video that is still to be uploaded, so that nothing is kicked off."""
    found: UUID = insert(connection, "media_assets", **{"filename": "clip.mp4", **columns})
    return found


def insert_uploaded(connection: Connection, **columns: Any) -> UUID:
    """A video whose upload is complete: its analysis is queued by trigger."""
    given = {"upload_status": "completed", "storage_path": "originals/clip.mp4", **columns}
    return insert_asset(connection, **given)


def insert_analysis(connection: Connection, asset_id: UUID | None = None, **columns: Any) -> UUID:
    """An analysis that somebody asked for, queued; of a new asset unless one is given."""
    asset = asset_id or insert_asset(connection)
    found: UUID = insert(connection, "analysis", asset_id=asset, **columns)
    return found


def insert_feedback(
    connection: Connection,
    message: str | None = "The picture freezes.",
    analysis_id: UUID | None = None,
    **columns: Any,
) -> int:
    """A finding; of a new analysis unless one is given."""
    analysis = analysis_id or insert_analysis(connection)
    given = {"analysis_id": analysis, "message": message, **columns}
    found: int = insert(connection, "analysis_feedback", **given)
    return found
