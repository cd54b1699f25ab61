"""What a tool can see and reach, and how a tier is chosen."""

import asyncio
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediaq.errors import ToolFailed
from mediaq.media import tiers
from mediaq.media.sandbox import Limits, tier
from mediaq.settings import MIB, Settings
from tests.media.conftest import Room


def test_a_sandboxed_tool_sees_one_file_and_no_network(best_room: Room, tmp_path: Path) -> None:
    source, neighbour = tmp_path / "film", tmp_path / "other film"
    source.write_text("film")
    neighbour.write_text("somebody else's")
    checkout = Path(__file__).parents[2] / "pyproject.toml"
    paths = ["/etc/passwd", "/home", "/root/.ssh", str(neighbour), str(source), str(checkout)]
    paths += ["/tmp", "/", "/dev/shm", "/usr", "/proc/1"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        seen = asyncio.run(best_room.run("pry", source=source, paths=paths, port=port))
    if best_room.tier.name == "rlimits":
        assert "/etc/passwd" in seen["readable"]  # what `tier` warns of
        return
    assert [path for path in seen["readable"] if path in paths[:6]] == []
    assert seen["writable"] == []
    assert not seen["network"]
    assert seen["processes"] <= 3
    assert seen["devices"] == 1


@pytest.fixture
def fresh_probe() -> Iterator[None]:
    tiers._bubblewrap.cache_clear()
    yield
    tiers._bubblewrap.cache_clear()


@pytest.mark.usefixtures("fresh_probe")
def test_without_bubblewrap_auto_falls_back_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert tier("auto").name == "rlimits"
    assert "not installed" in tier("auto").reason
    with pytest.raises(ToolFailed, match=r"demands bubblewrap, but bubblewrap .* not installed"):
        tier("bubblewrap")


@pytest.mark.usefixtures("fresh_probe")
def test_a_bubblewrap_that_is_refused_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = tmp_path / "bwrap"
    refused.write_text(
        "#!/bin/sh\necho 'bwrap: no permissions to create a namespace' >&2\nexit 1\n"
    )
    refused.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert tier("auto").name == "rlimits"
    assert "no permissions to create a namespace" in tier("auto").reason


def test_limits_come_from_the_settings() -> None:
    limits = Limits.of(Settings(tool_seconds=10.5, tool_memory_bytes=300 * MIB))
    assert limits.wall_seconds == 10.5
    assert limits.cpu_seconds == 22
    assert limits.memory_bytes == 300 * MIB
