"""Gates in the database: whoever reaches one waits until the test opens it."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

from tests.kit.connections import Connect, Connection, value

KEY = 860_712
_WAITING = (
    "select count(*) from pg_locks where locktype = 'advisory' and objid = %s and not granted"
    " and database = (select oid from pg_database where datname = current_database())"
)
_TERMINATE = (
    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
    " where datname = current_database() and application_name like %s"
)


class Gate:
    """A shut gate, opened by `open` or at the end of its test."""

    def __init__(self, holder: Connection, watcher: Connection) -> None:
        self._holder, self._watcher = holder, watcher
        self._holder.execute("select pg_advisory_lock(%s)", [KEY])

    def waiting(self) -> bool:
        """Whether somebody stands before it."""
        return bool(value(self._watcher, _WAITING, KEY))

    def open(self) -> None:
        """Lets everybody through, now and later."""
        self._holder.execute("select pg_advisory_unlock_all()")


@contextmanager
def before_insert(connect: Connect, table: str) -> Iterator[Gate]:
    """A gate that each statement that inserts into a table must pass."""
    admin = connect()
    name = sql.Identifier(*table.split("."))
    admin.execute(
        "create or replace function public.gate() returns trigger language plpgsql as"
        f" 'begin perform pg_advisory_xact_lock_shared({KEY}); return null; end'"
    )
    admin.execute(
        sql.SQL(
            "create trigger gate before insert on {} for each statement"
            " execute function public.gate()"
        ).format(name)
    )
    gate = Gate(connect(), admin)
    try:
        yield gate
    finally:
        gate.open()


def terminate(connection: Connection, application: str) -> int:
    """Ends the backends of an application, by pattern; how many."""
    return int(value(connection, _TERMINATE, application))
