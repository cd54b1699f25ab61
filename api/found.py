"""Rows that must be there."""

from mediaq.db.pool import Row
from mediaq.errors import Gone, NotFound


def existing(row: Row | None) -> Row:
    """The row; raises NotFound for none, Gone for a deleted one (its column `gone`)."""
    if row is None:
        raise NotFound
    if row["gone"]:
        raise Gone
    return row
