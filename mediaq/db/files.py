"""Finds the SQL files: beside the package in a checkout, inside it in an installed wheel."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def sql_dir() -> Path:
    """The directory that holds `migrations/`, `functions/`, `queries/`."""
    checkout = _PACKAGE.parent / "sql"
    return checkout if (checkout / "migrations").is_dir() else _PACKAGE / "_sql"
