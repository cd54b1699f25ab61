"""The suite notices when the owner is set for the connection instead of the transaction."""

import inspect
from collections.abc import Callable
from types import ModuleType

import pytest

from mediaq.db import pool
from tests.db import test_pool
from tests.kit.connections import Connection

RIGHT = "set_config('mediaq.owner', %s, true)"
WRONG = "set_config('mediaq.owner', %s, false)"

# Where the owner is set, in the order of the source, and the test that guards each place.
GUARDS: tuple[Callable[[str, Connection], None], ...] = (
    test_pool.test_a_transaction_sees_its_owner_s_rows_and_the_next_one_nobody_s,
    test_pool.test_one_statement_of_an_owner_s_sees_his_rows_and_the_next_of_nobody_none,
)


@pytest.mark.parametrize("place", range(len(GUARDS)))
def test_row_security_set_connection_wide_is_caught(
    database_url: str, connection: Connection, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    parts = inspect.getsource(pool).split(RIGHT)
    assert len(parts) == len(GUARDS) + 1, "pool.py has changed"
    broken = RIGHT.join(parts[: place + 1]) + WRONG + RIGHT.join(parts[place + 1 :])
    mutant = ModuleType("mutant")
    exec(broken, mutant.__dict__)
    monkeypatch.setattr(test_pool, "Database", mutant.Database)
    with pytest.raises(AssertionError):
        GUARDS[place](database_url, connection)
