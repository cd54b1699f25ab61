"""What every queue, every function and every table must have; found in the catalogue, so that a
new one that lacks it fails here."""

import pytest

from tests.kit.connections import Connection, column, value
from tests.kit.queues import QUEUES

pytestmark = pytest.mark.sql


def test_the_suite_covers_every_queue(connection: Connection) -> None:
    names = column(connection, "select queue::text from mediaq.queues")
    assert sorted(names) == sorted(f"mediaq.{queue}" for queue in QUEUES)


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_has_the_template_s_columns(connection: Connection, queue: str) -> None:
    missing = connection.execute(
        """
        select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
          pg_get_expr(d.adbin, d.adrelid)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = 'mediaq.job'::regclass and a.attnum > 0
        except
        select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
          pg_get_expr(d.adbin, d.adrelid)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = %s::regclass and a.attnum > 0
        """,
        [f"mediaq.{queue}"],
    ).fetchall()
    assert missing == []


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_has_the_template_s_checks(connection: Connection, queue: str) -> None:
    missing = column(
        connection,
        "select pg_get_constraintdef(oid) from pg_constraint"
        " where conrelid = 'mediaq.job'::regclass except"
        " select pg_get_constraintdef(oid) from pg_constraint where conrelid = %s::regclass",
        f"mediaq.{queue}",
    )
    assert missing == []


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_has_the_template_s_indexes(connection: Connection, queue: str) -> None:
    missing = column(
        connection,
        "select regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '') from pg_index"
        " where indrelid = 'mediaq.job'::regclass except"
        " select regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '') from pg_index"
        " where indrelid = %s::regclass",
        f"mediaq.{queue}",
    )
    assert missing == []


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_is_equipped(connection: Connection, queue: str) -> None:
    rows = connection.execute(
        "select 'fillfactor=70' = any(reloptions), relrowsecurity, exists (select from pg_trigger"
        " where tgrelid = c.oid and tgname = 'wake_on_insert' and tgenabled = 'O')"
        " from pg_class c where c.oid = %s::regclass",
        [f"mediaq.{queue}"],
    ).fetchall()
    assert rows == [(True, True, True)]


def test_a_queue_hands_out_columns_that_it_has(connection: Connection) -> None:
    stray = column(
        connection,
        "select q.queue || '.' || name from mediaq.queues q, unnest(q.payload) name where not"
        " exists (select from pg_attribute where attrelid = q.queue and attname = name)",
    )
    assert stray == []


def test_a_table_shaped_like_a_queue_is_registered(connection: Connection) -> None:
    stray = column(
        connection,
        "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = 'mediaq'::regnamespace and c.relkind = 'r'"
        " and a.attname = 'lease_expires_at' and c.relname <> 'job'"
        " and c.oid not in (select queue from mediaq.queues)",
    )
    assert stray == []


def test_definer_functions_pin_their_search_path(connection: Connection) -> None:
    loose = column(
        connection,
        "select oid::regprocedure::text from pg_proc"
        " where pronamespace = 'mediaq'::regnamespace and prosecdef"
        " and not coalesce('search_path=mediaq, pg_temp' = any(proconfig), false)",
    )
    assert loose == []


def test_public_may_do_nothing(connection: Connection) -> None:
    functions = column(
        connection,
        "select p.oid::regprocedure::text from pg_proc p,"
        " aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl"
        " where p.pronamespace = 'mediaq'::regnamespace and acl.grantee = 0",
    )
    tables = column(
        connection,
        "select c.oid::regclass::text from pg_class c, aclexplode(c.relacl) acl"
        " where c.relnamespace = 'mediaq'::regnamespace and acl.grantee = 0",
    )
    assert (functions, tables) == ([], [])
    assert not value(connection, "select has_schema_privilege('public', 'mediaq', 'usage')")


def test_row_security_is_on_for_every_table(connection: Connection) -> None:
    off = column(
        connection,
        "select oid::regclass::text from pg_class"
        " where relnamespace = 'mediaq'::regnamespace and relkind = 'r' and not relrowsecurity",
    )
    assert off == []


def test_the_owner_owns_everything_and_cannot_log_in(connection: Connection) -> None:
    owners = column(
        connection,
        "select distinct relowner::regrole::text from pg_class"
        " where relnamespace = 'mediaq'::regnamespace"
        " union select distinct proowner::regrole::text from pg_proc"
        " where pronamespace = 'mediaq'::regnamespace",
    )
    roles = "select rolname from pg_roles where rolname like 'mediaq_%' and (rolcanlogin or"
    assert owners == ["mediaq_owner"]
    assert column(connection, roles + " rolsuper or rolbypassrls)") == []


def test_every_foreign_key_that_cascades_has_an_index(connection: Connection) -> None:
    slow = column(
        connection,
        "select c.conrelid::regclass || ' ' || c.conname from pg_constraint c"
        " where c.contype = 'f' and c.connamespace = 'mediaq'::regnamespace and not exists ("
        "   select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])",
    )
    assert slow == []
