"""Tools that mean harm: many processes, many files, deaf to signals, looking for a way out."""

import asyncio
import os
import resource
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mediaq.errors import ToolFailed, ToolOutputTooLarge, ToolTimeout
from mediaq.media.sandbox import Limits
from mediaq.settings import MIB
from tests.media.conftest import Room


def test_all_files_together_are_bounded(room: Room) -> None:
    limits = Limits(wall_seconds=60, file_bytes=24 * MIB)
    with pytest.raises(ToolOutputTooLarge, match=f"wrote more than {24 * MIB} bytes"):
        asyncio.run(room.run("litter", limits=limits))
    assert [path.name for path in room.output.parent.iterdir()] == ["output"]


def test_a_tool_that_ignores_signals_is_killed(room: Room) -> None:
    with pytest.raises(ToolTimeout):
        asyncio.run(room.run("turn_deaf", limits=Limits(wall_seconds=1.0)))
    assert room.all_dead()


def test_many_processes_end_with_the_tool(room: Room) -> None:
    """Root is not bound by the number, but its processes die as well."""
    limits = Limits(wall_seconds=60, processes=20)
    made = asyncio.run(room.run("multiply", most=200, limits=limits))["made"]
    assert made <= 20 or os.getuid() == 0
    assert room.all_dead()


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Where a tool might call: a socket in the abstract, one in the file system, one on ::1."""
    name, path = f"mediaq-{os.getpid()}", str(tmp_path / "socket")
    with (
        socket.socket(socket.AF_UNIX) as abstract,
        socket.socket(socket.AF_UNIX) as visible,
        socket.create_server(("::1", 0), family=socket.AF_INET6) as six,
    ):
        abstract.bind("\0" + name)
        visible.bind(path)
        abstract.listen()
        visible.listen()
        yield {"name": name, "path": path, "port": six.getsockname()[1], "pid": os.getpid()}


def test_there_is_no_other_way_out(
    best_room: Room, tmp_path: Path, listening: dict[str, Any]
) -> None:
    source = tmp_path / "film"
    source.write_text("film")
    found = asyncio.run(best_room.run("reach", source=source, **listening))
    if best_room.tier.name == "bubblewrap":
        assert [name for name, worked in found.items() if worked] == []
        assert source.read_text() == "film"
    else:
        assert found["abstract socket"]  # what `tier` warns of


def test_memory_stays_flat_while_a_tool_talks(room: Room) -> None:
    """Lines that are all by the protocol, 130 MB of them."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = '{"progress": 1}' + " " * 1000 + "\n"
    with pytest.raises(ToolFailed, match="no answer"):
        asyncio.run(room.run("", module="tests.media.rude", says=line * 64, times=2000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
