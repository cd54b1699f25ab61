"""What statements read: who asks for one thing does not read a table, row security or not.

Row security keeps conditions from an index that might tell what they see: those with subqueries,
and those with operators that are not leakproof. Nothing but the plan shows it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from mediaq.db import statements
from tests.db.test_statements import numbered
from tests.kit.connections import Connection, column

pytestmark = pytest.mark.sql

# These read much by what they are for, or are planned anew for the filters that they are given.
MUCH = {"gc", "overview", "doctor", "lists"}
MANY = {
    "analyses.waiting",
    "live.selection",
    "media.count",
    "media.history",
    "queue.failures",
    "resumable.expire",
    "resumable.forget",
    "webhooks.list",
}
FULL: LiteralString = """
  select relname from pg_class
  where relnamespace = 'mediaq'::regnamespace and relkind = 'r' and reltuples >= 8000"""
SCAN = re.compile(r"(?:Seq Scan|Index (?:Only )?Scan(?: Backward)? using \w+) on (\w+)")


@pytest.mark.parametrize("role", ["mediaq_api", "mediaq_worker"])
def test_no_statement_reads_a_whole_table(connection: Connection, role: str) -> None:
    connection.execute(Path(__file__).with_name("full_tables.sql").read_bytes())
    full = {str(name) for name in column(connection, FULL)}
    assert len(full) > 15
    connection.execute("select set_config('mediaq.owner', 'ann', false)")
    connection.execute("set plan_cache_mode = force_generic_plan")
    connection.execute(f"set role {role}".encode())
    assert {name: read for name, tables in scans(connection) if (read := tables & full)} == {}


def scans(connection: Connection) -> Iterator[tuple[str, set[str]]]:
    """Each statement that the role may run, and the tables that it reads from end to end."""
    asked = 0
    for name in statements.names():
        if name.partition(".")[0] in MUCH or name in MANY:
            continue
        try:
            plan = explained(connection, numbered(statements.statement(name)))
        except psycopg.errors.InsufficientPrivilege:
            continue
        asked += 1
        yield name, whole(plan)
    assert asked > 20


def explained(connection: Connection, text: str) -> str:
    """The plan that is kept for all parameters."""
    connection.execute(f"prepare asked as {text}".encode())
    try:
        count = len(set(re.findall(r"\$\d+", text)))
        nulls = f"({', '.join(['null'] * count)})" if count else ""
        rows = connection.execute(f"explain (costs off) execute asked{nulls}".encode())
        return "\n".join(str(row[0]) for row in rows)
    finally:
        connection.execute("deallocate asked")


def whole(plan: str) -> set[str]:
    """The tables of all scans that have no condition for an index."""
    nodes = re.split(r"^\s*(?:->  )?(?=\S.* on )", plan, flags=re.MULTILINE)
    found = {SCAN.match(node) for node in nodes if "Index Cond" not in node}
    return {match[1] for match in found if match}
