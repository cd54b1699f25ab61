"""Plain connections of tests, closed by themselves; and the database's clock."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, LiteralString, Protocol

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[Any, ...]]


class Connect(Protocol):
    """Opens an autocommit connection, in a role if one is named."""

    def __call__(self, role: str | None = None) -> Connection: ...


@contextmanager
def opener(url: str) -> Iterator[Connect]:
    """Connections to `url` that are closed at the end."""
    with ExitStack() as stack:

        def connect(role: str | None = None) -> Connection:
            connection = stack.enter_context(psycopg.connect(url, autocommit=True))
            if role:
                connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
            return connection

        yield connect


def value(connection: Connection, query: LiteralString, *params: Any) -> Any:
    """The first column of the first row; fails when there is no row."""
    row = connection.execute(query, params or None).fetchone()
    assert row is not None, "no row"
    return row[0]


def column(connection: Connection, query: LiteralString, *params: Any) -> list[Any]:
    """The first column of every row."""
    return [row[0] for row in connection.execute(query, params or None).fetchall()]


def advance(connection: Connection, by: str = "0 seconds") -> None:
    """Stops this connection's clock and moves it: advance(connection, '8 days')."""
    connection.execute(
        "select set_config('mediaq.now', (mediaq.now() + %s::interval)::text, false)", [by]
    )


def listening(connect: Connect, channel: LiteralString = "mediaq_wake") -> Connection:
    """A connection that listens, for `heard`."""
    connection = connect()
    connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
    return connection


def heard(listener: Connection, sender: Connection, channel: str = "mediaq_wake") -> list[str]:
    """Payloads that arrived so far. The sender says when to stop: nothing is waited for."""
    sender.execute("select pg_notify(%s, 'end of test')", [channel])
    payloads: list[str] = []
    for message in listener.notifies(timeout=10):
        if message.payload == "end of test":
            return payloads
        payloads.append(message.payload)
    raise AssertionError("the last notification did not arrive")
