"""Named statements: found, unique, and understood by the migrated schema."""

import re
from pathlib import Path

import pytest

from mediaq.db import statements
from mediaq.db.files import sql_dir
from tests.kit.connections import Connection


def numbered(text: str) -> str:
    """A statement with `$1` in place of `%(name)s`, and one table's function."""
    text = text.replace("{claim}", "claim_ssml_jobs")
    numbers: dict[str, int] = {}

    def number(match: "re.Match[str]") -> str:
        return f"${numbers.setdefault(match[1], len(numbers) + 1)}"

    return re.sub(r"%\((\w+)\)s", number, text).replace("%%", "%")


@pytest.mark.parametrize("name", statements.names())
def test_the_schema_understands_it(connection: Connection, name: str) -> None:
    text = numbered(statements.statement(name)).encode()
    result = connection.pgconn.prepare(b"", text)
    assert not result.error_message, result.error_message.decode()


def test_every_file_has_statements() -> None:
    files = {path.stem for path in (sql_dir() / "queries").glob("*.sql")}
    assert {name.split(".")[0] for name in statements.names()} == files


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        statements.statement("queue.nothing")


@pytest.mark.parametrize("text", ["-- name: other.x\nselect 1", "-- name: a.x\n\n-- name: a.x\n"])
def test_a_name_is_unique_and_in_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "a.sql").write_text(text)
    monkeypatch.setattr(statements, "sql_dir", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"a\.sql"):
        statements._all.__wrapped__()
