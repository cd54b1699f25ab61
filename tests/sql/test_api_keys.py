"""What the API's role may learn of keys."""

import pytest

from tests.api.keys import make
from tests.kit.connections import Connect, Connection, column, value

pytestmark = pytest.mark.sql

OWNER = "select owner from mediaq.api_key(%s)"
IN_USE = "select mediaq.api_keys_in_use()"


@pytest.fixture
def api(connect: Connect) -> Connection:
    return connect("mediaq_api")


def test_only_keys_that_are_good_are_found(connection: Connection, api: Connection) -> None:
    good, later, expired, revoked = (
        make(connection, owner, expires_in=age)
        for owner, age in (("a", None), ("b", "1 hour"), ("c", "0 seconds"), ("d", None))
    )
    connection.execute("update mediaq.api_keys set revoked_at = mediaq.now() where owner = 'd'")
    found = [column(api, OWNER, key[3:11]) for key in (good, later, expired, revoked)]
    assert found == [["a"], ["b"], [], []]
    assert column(api, OWNER, "nonsense") == []


def test_an_expired_key_opens_no_door(connection: Connection, api: Connection) -> None:
    assert not value(api, IN_USE)
    make(connection, expires_in="0 seconds")
    assert value(api, IN_USE)
    connection.execute("update mediaq.api_keys set revoked_at = mediaq.now()")
    assert not value(api, IN_USE)


def test_its_use_is_written_once_a_minute(connection: Connection, api: Connection) -> None:
    key = make(connection)[3:11]
    last = "select last_used_at from mediaq.api_keys"
    api.execute("select mediaq.api_key_used(%s)", [key])
    first = value(connection, last)
    api.execute("select mediaq.api_key_used(%s)", [key])
    assert value(connection, last) == first
    later = "set_config('mediaq.now', (now() + interval '61 s')::text, false)"
    api.execute(f"select {later}".encode())
    api.execute("select mediaq.api_key_used(%s)", [key])
    assert value(connection, last) > first
