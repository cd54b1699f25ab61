"""A database that no longer obeys the models is noticed, named and mended."""

import asyncio
from pathlib import Path

import pytest

from mediaq.contracts import drift
from mediaq.db.connect import Access
from mediaq.db.migrate import migrate, pending
from mediaq.errors import SchemaMismatch
from mediaq.settings import Settings
from tests.kit.connections import Connection, value
from workers import process

pytestmark = pytest.mark.sql

CHANGES = {
    "create or replace function mediaq.errors_in_analysis_options(value jsonb) returns text[]"
    " language sql immutable strict parallel safe as $$ select '{}'::text[] $$": "analysis_options",
    "drop function mediaq.valid_analysis_config(jsonb)": "analysis_config",
    "alter table mediaq.analysis disable trigger keep_contracts": "keep_contracts",
    "drop trigger keep_contracts on mediaq.analysis": "keep_contracts",
}


def start(url: str, tmp_path: Path) -> None:
    """Starts a worker that ends when nothing is due."""
    settings = Settings(data_dir=tmp_path, database_url=url)
    asyncio.run(process.work(settings, url, "analysis", concurrency=1, drain=True))


@pytest.mark.parametrize(("change", "name"), CHANGES.items(), ids=CHANGES.values())
def test_a_worker_does_not_start_until_it_is_mended(
    change: str, name: str, database_url: str, connection: Connection, tmp_path: Path
) -> None:
    connection.execute(change.encode())
    path = f"functions/contracts/{name}.sql"
    with pytest.raises(SchemaMismatch, match=f"mediaq migrate.* {path}$"):
        start(database_url, tmp_path)
    assert migrate(database_url).functions == [path]
    assert pending(Access(database_url)) == []
    enabled = "select tgenabled from pg_trigger where tgname = 'keep_contracts'"
    assert value(connection, enabled) == "O"


def test_files_of_other_models_are_said_so(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift, "files", lambda: {"analysis_options.sql": "select 1;"})
    with pytest.raises(SchemaMismatch, match=r"analysis_options\.sql: not what the models compile"):
        start(database_url, tmp_path)
