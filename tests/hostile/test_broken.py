"""Broken inputs: each ends in a clear finding or a permanent failure, and touches nothing."""

import asyncio
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from mediaq.media.sandbox import Tier, tier
from tests.hostile.broken import Broken
from tests.hostile.children import Outcome, all_of, failures, trap
from tests.hostile.families import FAMILIES

SEED = 1
SLICE = 10
CASES = {family: list(make(SEED)) for family, make in FAMILIES.items()}
SLICES = {
    f"{family} {start}": CASES[family][start : start + SLICE]
    for family in CASES
    for start in range(0, len(CASES[family]), SLICE)
}


def run(cases: Sequence[Broken], room: Path, chosen: Tier) -> list[Outcome]:
    with trap(room) as caught:
        return asyncio.run(all_of(cases, room, chosen, caught))


def test_there_are_two_hundred() -> None:
    assert sum(map(len, CASES.values())) >= 200
    assert sum(case.name.startswith("front.mp4: cut") for case in CASES["cuts"]) == 40


@pytest.mark.parametrize("name", SLICES)
def test_broken_inputs(name: str, tmp_path: Path) -> None:
    """In the strongest tier; what names other files in the weakest, where only the engine's own
    limits keep it from them."""
    chosen = tier("rlimits") if name.startswith("playlists") else tier("auto")
    assert failures(run(SLICES[name], tmp_path, chosen)) == []


def test_the_same_seed_makes_the_same_inputs() -> None:
    for make in FAMILIES.values():
        pairs = zip(islice(make(7), 9), islice(make(7), 9), strict=True)
        assert all(one.name == other.name and one.make() == other.make() for one, other in pairs)


def test_the_trap_shows_what_is_read(tmp_path: Path) -> None:
    with trap(tmp_path) as caught:
        assert caught.touched() == ""
        caught.neighbour.read_bytes()
        assert caught.touched() == "the neighbour was read"
