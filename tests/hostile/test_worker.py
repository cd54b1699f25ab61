"""Broken inputs of every family through a real worker: it lives, and every analysis ends."""

from itertools import chain
from pathlib import Path

from tests.hostile.families import FAMILIES
from tests.hostile.working import work_off
from tests.kit.connections import Connection

EVERY = 20


def test_one_worker_survives_them(
    database_url: str, connection: Connection, tmp_path: Path
) -> None:
    cases = [*chain.from_iterable(make(2) for make in FAMILIES.values())][::EVERY]
    ended = work_off(connection, database_url, tmp_path, cases, 90.0)
    assert [it for it in ended if it.wrong] == []
    odd = {it.name: it.code for it in ended if it.name.startswith("a ")}
    outside = "path_outside_storage"
    assert odd | {"a device": outside, "a outside": outside, "a pipe": "blob_corrupt"} == odd
