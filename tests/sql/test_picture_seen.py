"""Pictures of one owner that look the same: which ones are found, whose, and at what cost."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString
from uuid import UUID

import pytest

from tests.kit.connections import Connect, Connection, value
from tests.kit.rows import insert_asset
from tests.kit.wait import wait_for

pytestmark = pytest.mark.sql

HASH = 0x0F1E2D3C4B5A6978
SHA = "ab" * 32


def picture(connection: Connection, hash_: int | None = HASH, **columns: Any) -> UUID:
    """A picture that was analysed."""
    given = {"filename": "p.jpg", "media_type": "image", "owner": "ann", **columns}
    asset = insert_asset(connection, **given)
    seen(connection, asset, hash_)
    return asset


def seen(connection: Connection, asset: UUID, hash_: int | None = HASH) -> tuple[Any, ...] | None:
    query = "select other, same, bits from mediaq.picture_seen(%s, %s, 4)"
    return connection.execute(query, [asset, hash_]).fetchone()


def flipped(bits: int, seed: int = 0) -> int:
    """The hash with so many bits changed, somewhere below the sign."""
    places = random.Random(seed).sample(range(63), bits)
    return HASH ^ sum(1 << place for place in places)


@pytest.mark.parametrize("bits", [0, 1, 2, 3, 4])
def test_up_to_four_bits_wherever_they_are(connection: Connection, bits: int) -> None:
    first = picture(connection)
    asset = insert_asset(connection, owner="ann", media_type="image")
    for seed in range(60):
        assert seen(connection, asset, flipped(bits, seed)) == (first, False, bits)


def test_five_bits_are_another_picture(connection: Connection) -> None:
    picture(connection)
    asset = insert_asset(connection, owner="ann", media_type="image")
    for seed in range(60):
        assert seen(connection, asset, flipped(5, seed)) is None


def test_a_picture_is_not_its_own_double(connection: Connection) -> None:
    asset = picture(connection, sha256=SHA)
    assert seen(connection, asset) is None


def test_of_another_owner_nothing_is_said(connection: Connection) -> None:
    picture(connection, owner="bob", sha256=SHA)
    assert seen(connection, insert_asset(connection, owner="ann", sha256=SHA)) is None


def test_a_deleted_picture_is_nobodys_double(connection: Connection) -> None:
    first = picture(connection, sha256=SHA)
    connection.execute(
        "update mediaq.media_assets set deleted_at = mediaq.now() where id = %s", [first]
    )
    assert seen(connection, insert_asset(connection, owner="ann", sha256=SHA)) is None


def test_the_nearest_is_named(connection: Connection) -> None:
    picture(connection, flipped(2))
    near = picture(connection, flipped(1))
    asset = insert_asset(connection, owner="ann")
    assert seen(connection, asset) == (near, False, 1)


def test_the_same_bytes_come_first(connection: Connection) -> None:
    same = picture(connection, None, sha256=SHA)
    picture(connection)
    asset = insert_asset(connection, owner="ann", sha256=SHA)
    assert seen(connection, asset) == (same, True, 0)


def test_a_picture_without_a_hash_is_compared_by_its_bytes(connection: Connection) -> None:
    picture(connection, None)
    same = picture(connection, None, sha256=SHA)
    asset = insert_asset(connection, owner="ann", sha256=SHA)
    assert seen(connection, asset, None) == (same, True, 0)


def test_two_at_once_see_each_other(connect: Connect, connection: Connection) -> None:
    one, other = connect(), connect()
    first = insert_asset(connection, owner="ann")
    second = insert_asset(connection, owner="ann")
    with ThreadPoolExecutor(1) as pool:
        with one.transaction():
            assert seen(one, first) is None
            answer = pool.submit(seen, other, second)
            pid = other.info.backend_pid
            query = "select cardinality(pg_blocking_pids(%s))"
            wait_for(lambda: value(connection, query, pid))
        assert answer.result(timeout=10) == (first, False, 0)


def test_the_cost_is_bounded_by_the_band_and_not_by_the_table(connection: Connection) -> None:
    connection.execute(
        """
        with a as (
          insert into mediaq.media_assets (filename, media_type, owner)
          select 'p.jpg', 'image', 'ann' from generate_series(1, 20000) returning id
        )
        insert into mediaq.picture_hashes (asset_id, owner, hash)
        select id, 'ann', (random() * 9e18)::bigint from a
        """
    )
    connection.execute("vacuum analyze mediaq.picture_hashes")
    query: LiteralString = (
        "explain (analyze, buffers, format json) select * from mediaq.pictures_like('ann', %s, 4)"
    )
    value(connection, query, HASH)  # the first call of a session reads the catalogue too
    plan = value(connection, query, HASH)[0]["Plan"]
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 60
