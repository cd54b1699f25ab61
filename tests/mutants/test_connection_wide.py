"""The suite notices when the owner is set for the connection instead of the transaction."""

import inspect
from types import ModuleType

import pytest

from mediaq.db import pool
from tests.db import test_pool
from tests.kit.connections import Connection

RIGHT = "set_config('mediaq.owner', %s, true)"
WRONG = "set_config('mediaq.owner', %s, false)"


def test_row_security_set_connection_wide_is_caught(
    database_url: str, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = inspect.getsource(pool)
    assert source.count(RIGHT) == 1, "pool.py has changed"
    mutant = ModuleType("mutant")
    exec(source.replace(RIGHT, WRONG), mutant.__dict__)
    monkeypatch.setattr(test_pool, "Database", mutant.Database)
    with pytest.raises(AssertionError):
        test_pool.test_a_transaction_sees_its_owner_s_rows_and_the_next_one_nobody_s(
            database_url, connection
        )
