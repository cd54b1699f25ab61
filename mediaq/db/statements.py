"""Named statements: `sql/queries/<resource>.sql`, each under a line `-- name: resource.verb`."""

import re
from functools import cache

from psycopg import sql

from mediaq.db.files import sql_dir

_NAME = re.compile(r"^-- name: (\S+)$", re.MULTILINE)


@cache
def _all() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((sql_dir() / "queries").glob("*.sql")):
        parts = _NAME.split(path.read_text(encoding="utf-8"))
        for name, text in zip(parts[1::2], parts[2::2], strict=True):
            if name in found or not name.startswith(f"{path.stem}."):
                raise ValueError(f"{path.name}: {name} is taken or in the wrong file")
            found[name] = text.strip()
    return found


def statement(name: str) -> str:
    """The text of a named statement; KeyError when there is none of that name."""
    return _all()[name]


@cache
def statement_of(name: str, table: str) -> str:
    """A named statement that calls a function written for one table: `{claim}` in its text becomes
    `claim_<table>`, quoted."""
    return statement(name).replace("{claim}", sql.Identifier(f"claim_{table}").as_string(None))


def names() -> list[str]:
    """Every statement's name, for tests."""
    return sorted(_all())
