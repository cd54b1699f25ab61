"""Brings a database to this release: roles, migrations, functions by hash, queues, grants.

One session-level advisory lock stands around everything, so that five at once do each step once.
A migrator that was killed leaves yoyo's lock *row* behind; whoever holds our lock may clear it,
because no other migrator can be at work.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import yoyo
from psycopg.conninfo import conninfo_to_dict

from mediaq.contracts.compiler import sources
from mediaq.contracts.drift import FOLDER, differing
from mediaq.db.connect import Access, becoming
from mediaq.db.files import sql_dir
from mediaq.errors import DatabaseUnavailable, MigrationEdited

LOCK = 7_226_015_003
FOLDERS = ("queue", "pipeline", "contracts", "access")
PATIENT = {
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass
class Report:
    """What a run did: files applied, in order, and whether the roles exist."""

    migrations: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    roles: bool = True


def migrate(url: str) -> Report:
    """Brings the database to this release's schema; repeating it changes nothing.

    Raises MigrationEdited when the file of an applied migration was changed, DatabaseUnavailable
    when nobody answers.
    """
    with _locked(url) as (access, report), _connect(access) as connection:
        _run(connection, "migrate/applied_files.sql")
        report.functions += _apply_functions(connection, "base")
        report.migrations += _apply_migrations(connection, access)
        report.functions += _apply_functions(connection, *FOLDERS)
        connection.execute("select mediaq.equip_queue(queue) from mediaq.queues order by queue")
        if report.roles:
            with connection.transaction():
                _run(connection, "grants.sql")
    return report


def rollback(url: str, count: int) -> list[str]:
    """Undoes the newest `count` migrations and returns their names; `migrate` re-applies them."""
    with _locked(url) as (access, _), _connect(access) as connection:
        _run(connection, "migrate/before_rollback.sql")
        with _yoyo(access) as backend:
            undone = list(backend.to_rollback(_migrations()))[:count]
            backend.rollback_migrations(_migrations().__class__(undone))
        names = [migration.id for migration in undone]
        connection.execute(
            "delete from mediaq.applied_files where path = any(%s)",
            [[f"migrations/{name}.sql" for name in names]],
        )
    return names


def pending(access: Access) -> list[str]:
    """Files that `migrate` would still apply to this database; empty when it is up to date.

    Raises DatabaseUnavailable when nobody answers.
    """
    with _connect(access) as connection:
        found = connection.execute("select to_regclass('mediaq.applied_files')").fetchone()
        applied = _applied(connection) if found and found[0] else {}
    return [str(path) for path, sha in _files().items() if applied.get(str(path)) != sha]


@contextmanager
def _locked(url: str) -> Iterator[tuple[Access, Report]]:
    with _connect(Access(url, application="mediaq migrate")) as admin:
        admin.execute("select pg_advisory_lock(%s)", [LOCK])
        _run(admin, "migrate/roles.sql")
        row = admin.execute(
            "select count(*) = 3 and bool_and(pg_has_role(current_user, oid, %s))"
            " from pg_roles where rolname in ('mediaq_owner', 'mediaq_api', 'mediaq_worker')",
            [becoming(admin)],
        ).fetchone()
        roles = bool(row and row[0])
        yield (
            Access(url, "mediaq_owner" if roles else None, "mediaq migrate"),
            Report(roles=roles),
        )


@contextmanager
def _connect(access: Access) -> Iterator[Connection]:
    try:
        connection = psycopg.connect(**access.arguments(**PATIENT), autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(str(error).strip()) from error
    with connection:
        yield connection


def _run(connection: Connection, name: str) -> None:
    connection.execute((sql_dir() / name).read_text(encoding="utf-8"))


def _files(*folders: str) -> dict[Path, str]:
    """Path below the SQL directory → sha256 of its content."""
    root = sql_dir()
    wanted = folders or ("migrations", "functions")
    paths = sorted(p for folder in wanted for p in (root / folder).rglob("*.sql"))
    return {
        p.relative_to(root): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in paths
        if not p.name.endswith(".rollback.sql")
    }


def _applied(connection: Connection) -> dict[str, str]:
    """Path → sha256 of what was applied and, of the contracts, is still in force."""
    found = connection.execute("select path, sha256 from mediaq.applied_files").fetchall()
    drifted = _drifted(connection)
    return {path: sha256 for path, sha256 in found if path not in drifted}


def _drifted(connection: Connection) -> set[str]:
    """Contract files that the database no longer obeys: a function replaced, the trigger off."""
    installed = connection.execute(
        "select name, prosrc from unnest(%s::text[]) name"
        " left join pg_proc p on p.oid = to_regprocedure(name)",
        [list(sources())],
    ).fetchall()
    trigger = connection.execute(
        "select from pg_trigger where tgrelid = to_regclass('mediaq.analysis')"
        " and tgname = 'keep_contracts' and tgenabled in ('O', 'A')"
    ).fetchone()
    off = {str(FOLDER / "keep_contracts.sql")} if trigger is None else set()
    return differing(dict(installed)) | off


def _note(connection: Connection, path: Path, sha256: str) -> None:
    connection.execute(
        "insert into mediaq.applied_files (path, sha256) values (%s, %s)"
        " on conflict (path) do update set sha256 = excluded.sha256, applied_at = now()",
        [str(path), sha256],
    )


def _apply_functions(connection: Connection, *folders: str) -> list[str]:
    """Re-applies functions whose content changed, all in one transaction, bodies unchecked."""
    applied = _applied(connection)
    files = _files(*(f"functions/{folder}" for folder in folders))
    changed = {path: sha for path, sha in files.items() if applied.get(str(path)) != sha}
    with connection.transaction():
        connection.execute("set local check_function_bodies = off")
        for path, sha256 in changed.items():
            _run(connection, str(path))
            _note(connection, path, sha256)
    return [str(path) for path in changed]


def _apply_migrations(connection: Connection, access: Access) -> list[str]:
    files, applied = _files("migrations"), _applied(connection)
    for path, sha256 in files.items():
        if applied.get(str(path), sha256) != sha256:
            raise MigrationEdited(f"{path} was changed after it had been applied")
    with _yoyo(access) as backend:
        todo = backend.to_apply(_migrations())
        with backend.lock():
            backend.apply_migrations(todo)
    for path, sha256 in files.items():
        _note(connection, path, sha256)
    return [migration.id for migration in todo]


@contextmanager
def _yoyo(access: Access) -> Iterator[Any]:
    """The migration tool, rid of a lock that a killed migrator left; its connection is closed."""
    backend = yoyo.get_backend(_yoyo_url(access))
    try:
        backend.break_lock()
        yield backend
    finally:
        backend.connection.close()


def _migrations() -> Any:
    return yoyo.read_migrations(str(sql_dir() / "migrations"))


def _yoyo_url(access: Access) -> str:
    """The same connection in yoyo's form; its own tables live in the schema `mediaq` too."""
    given: dict[str, Any] = conninfo_to_dict(
        **access.arguments(**PATIENT, search_path="mediaq,public")
    )
    user, password = given.pop("user", None), given.pop("password", None)
    database = given.pop("dbname", None) or user or ""
    login = ":".join(quote(str(part), safe="") for part in (user, password) if part is not None)
    query = urlencode(given, quote_via=quote)
    return f"postgresql+psycopg://{login}{'@' if login else ''}/{quote(database)}?{query}"
