"""A room to run the test tool in, once for every tier that works on this machine."""

import os
import select
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mediaq.media.sandbox import Limits, Tier, run_tool, tier

TIERS = {found.name: found for found in (tier("rlimits"), tier("auto"))}
SECONDS = 20.0


@dataclass(frozen=True)
class Room:
    """Runs habits of `tests.media.tool`; `signs` are the bytes its living processes sent."""

    tier: Tier
    output: Path
    alive: int
    progress: list[float] = field(default_factory=list)

    def run(
        self,
        do: str,
        *,
        module: str = "tests.media.tool",
        source: Path | None = None,
        limits: Limits = Limits(wall_seconds=60, cpu_seconds=60),
        on_progress: Callable[[float], None] | None = None,
        **request: Any,
    ) -> Coroutine[Any, Any, Mapping[str, Any]]:
        return run_tool(
            module,
            {"do": do, **request},
            source=source,
            output=self.output,
            limits=limits,
            tier=self.tier,
            on_progress=on_progress or self.progress.append,
            packages=[Path(__file__).parents[1]],
        )

    def signs(self, count: int) -> bytes:
        """The next `count` signs of life."""
        seen = b""
        while len(seen) < count:
            assert select.select([self.alive], [], [], SECONDS)[0], "no sign of life"
            seen += os.read(self.alive, count - len(seen))
        return seen

    def all_dead(self) -> bool:
        """Whether every process that held the pipe's other end is gone, or soon is."""
        # A pipe that nobody has opened yet does not say that nobody holds it.
        os.close(os.open(self.output / "alive", os.O_WRONLY | os.O_NONBLOCK))
        poll = select.poll()
        poll.register(self.alive, 0)
        return bool(poll.poll(SECONDS * 1000))


@pytest.fixture(params=list(TIERS))
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    yield from _room(TIERS[request.param], tmp_path)


@pytest.fixture(params=[list(TIERS)[-1]])
def best_room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    yield from _room(TIERS[request.param], tmp_path)


def _room(chosen: Tier, directory: Path) -> Iterator[Room]:
    output = directory / "output"
    output.mkdir()
    os.mkfifo(output / "alive")
    alive = os.open(output / "alive", os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield Room(chosen, output, alive)
    finally:
        os.close(alive)
