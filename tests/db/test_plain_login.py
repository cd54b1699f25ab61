"""Logins that are not superusers: with the right to make roles, and without."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from mediaq.db.connect import resolve
from mediaq.db.migrate import migrate
from tests.kit.connections import opener, value
from tests.kit.queues import Queue
from tests.kit.server import throwaway, with_database


def login_url(url: str, user: str) -> str:
    """The same database with another login, whose password is its name."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{user}:{user}@{host}").geturl()


def make_login(url: str, user: str, rights: sql.SQL) -> str:
    """Makes a login and a database of its own; the URL of both."""
    name = sql.Identifier(user)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(sql.SQL("create role {} login {} password {}").format(name, rights, user))
        admin.execute(sql.SQL("create database {} owner {}").format(name, name))
    return login_url(with_database(url, user), user)


@pytest.fixture
def plain(database_url: str) -> Iterator[str]:
    """A login without any rights, which owns a database; other databases have the roles."""
    user = f"plain_{uuid4().hex[:8]}"
    yield make_login(database_url, user, sql.SQL("nocreaterole"))
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(user)))
        admin.execute(sql.SQL("drop role {}").format(sql.Identifier(user)))


def test_without_roles_everything_works_as_the_login(plain: str) -> None:
    report = migrate(plain)
    assert (report.roles, resolve(plain, "mediaq_worker", "test").role) == (False, None)
    assert migrate(plain).migrations == []
    with opener(plain) as connect:
        queue = Queue(connect())
        assert queue.complete(queue.claimed()) == ["done"]


def test_a_login_that_may_make_roles_takes_them() -> None:
    """As on managed servers: no superuser, but CREATEROLE."""
    with throwaway() as url:
        login = make_login(url, "manager", sql.SQL("createrole"))
        assert migrate(login).roles
        access = resolve(login, "mediaq_worker", "test")
        with psycopg.connect(**access.arguments()) as connection:
            assert value(connection, "select current_user") == "mediaq_worker"
