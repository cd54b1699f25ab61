"""migrate: once each, whoever else migrates or dies; rollback; edits are noticed."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from mediaq.db.connect import Access
from mediaq.db.dump import dump
from mediaq.db.files import sql_dir
from mediaq.db.migrate import migrate, pending, rollback
from mediaq.errors import DatabaseUnavailable, MigrationEdited
from tests.kit.connections import Connect, Connection, column, value
from tests.kit.wait import wait_for

MIGRATOR = """
import json, sys
from pathlib import Path
from mediaq.db import migrate
migrate.sql_dir = lambda: Path(sys.argv[2])
report = migrate.migrate(sys.argv[1])
print(json.dumps(report.migrations + report.functions))
"""
NAMES = sorted(
    p.stem for p in (sql_dir() / "migrations").glob("*.sql") if not p.stem.endswith(".rollback")
)
GATE = 4711


def migrator(url: str, sql: Path) -> "subprocess.Popen[bytes]":
    """A migrator in a process of its own."""
    return subprocess.Popen([sys.executable, "-c", MIGRATOR, url, str(sql)], stdout=subprocess.PIPE)


def test_an_empty_database_gets_everything_in_order(empty_database_url: str) -> None:
    report = migrate(empty_database_url)
    assert (report.migrations, report.roles) == (NAMES, True)
    assert pending(Access(empty_database_url)) == []


def test_repeating_it_changes_nothing(database_url: str) -> None:
    before = dump(database_url)
    report = migrate(database_url)
    assert (report.migrations, report.functions) == ([], [])
    assert dump(database_url) == before


def test_five_at_once_do_each_step_once(empty_database_url: str) -> None:
    processes = [migrator(empty_database_url, sql_dir()) for _ in range(5)]
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 5
    steps = Counter(step for output in outputs for step in json.loads(output))
    assert set(steps.values()) == {1}
    assert set(NAMES) < set(steps)


def test_a_killed_migrator_is_no_obstacle(
    database_url: str, connect: Connect, connection: Connection, sql_copy: Path
) -> None:
    """Killed inside a migration: it is rolled back, the migration tool's lock row stays behind."""
    slow = sql_copy / "migrations" / "9999_slow.sql"
    slow.write_text(f"create table mediaq.slow (); select pg_advisory_xact_lock({GATE});")
    gate = connect()
    gate.execute("select pg_advisory_lock(%s)", [GATE])
    process = migrator(database_url, sql_copy)
    waiting = "select count(*) from pg_locks where not granted and objid = %s"
    wait_for(lambda: value(connection, waiting, GATE), timeout=30)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert value(connection, "select count(*) from mediaq.yoyo_lock") == 1
    gate.execute("select pg_advisory_unlock(%s)", [GATE])
    assert migrate(database_url).migrations == ["9999_slow"]
    assert value(connection, "select count(*) from mediaq.yoyo_lock") == 0


def test_a_broken_migration_leaves_nothing_behind(
    database_url: str, connection: Connection, sql_copy: Path
) -> None:
    broken = sql_copy / "migrations" / "9999_broken.sql"
    broken.write_text("create table mediaq.half (); select 1 / 0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(database_url)
    assert value(connection, "select to_regclass('mediaq.half')") is None
    broken.write_text("create table mediaq.half ();")
    assert migrate(database_url).migrations == ["9999_broken"]


def test_an_edited_migration_is_refused(database_url: str, sql_copy: Path) -> None:
    with (sql_copy / "migrations" / "0002_media_assets.sql").open("a") as file:
        file.write("-- harmless\n")
    with pytest.raises(MigrationEdited, match="0002_media_assets"):
        migrate(database_url)


def test_a_changed_function_is_applied_again(
    database_url: str, connection: Connection, sql_copy: Path
) -> None:
    path = sql_copy / "functions" / "queue" / "wake.sql"
    path.write_text(path.read_text().replace("mediaq_wake", "another_channel"))
    assert pending(Access(database_url)) == ["functions/queue/wake.sql"]
    assert migrate(database_url).functions == ["functions/queue/wake.sql"]
    source = value(connection, "select prosrc from pg_proc where proname = 'wake'")
    assert "another_channel" in source
    assert pending(Access(database_url)) == []


def test_a_new_function_is_not_public(
    database_url: str, connection: Connection, sql_copy: Path
) -> None:
    path = sql_copy / "functions" / "queue" / "leak.sql"
    path.write_text("create function mediaq.leak() returns int language sql as 'select 1';")
    migrate(database_url)
    allowed = "select has_function_privilege('mediaq_api', 'mediaq.leak()', 'execute')"
    assert not value(connection, allowed)


def test_every_migration_can_be_undone_and_done_again(
    database_url: str, connection: Connection
) -> None:
    before = dump(database_url)
    assert [rollback(database_url, 1) for _ in NAMES] == [[name] for name in reversed(NAMES)]
    left = "select relname from pg_class where relnamespace = 'mediaq'::regnamespace"
    tables = column(connection, left + " and relkind = 'r' and relname not like '%yoyo%'")
    assert tables == ["applied_files"]
    assert migrate(database_url).migrations == NAMES
    assert dump(database_url) == before


def test_the_newest_can_be_undone_alone(database_url: str) -> None:
    before = dump(database_url)
    rollback(database_url, 1)
    assert f"migrations/{NAMES[-1]}.sql" in pending(Access(database_url))
    migrate(database_url)
    assert dump(database_url) == before


def test_everything_is_pending_in_an_empty_database(empty_database_url: str) -> None:
    files = pending(Access(empty_database_url))
    assert [f"migrations/{name}.sql" for name in NAMES] == [f for f in files if "migrations" in f]


def test_an_unreachable_server_is_said_so(tmp_path: Path) -> None:
    url = f"postgresql://postgres@/mediaq?host={tmp_path}"
    with pytest.raises(DatabaseUnavailable):
        migrate(url)
    with pytest.raises(DatabaseUnavailable):
        pending(Access(url))
