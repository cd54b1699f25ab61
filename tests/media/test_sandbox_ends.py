"""No tool outlives its reason: cancellation, an answer, a crash, the parent's death."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mediaq.errors import ToolFailed
from tests.media.conftest import Room

ROOT = Path(__file__).parents[2]


def test_cancellation_kills_the_tool_and_its_children(room: Room) -> None:
    async def cancel_when_it_works() -> None:
        working = asyncio.Event()
        task = asyncio.create_task(room.run("hold", on_progress=lambda _: working.set()))
        await working.wait()
        assert sorted(await asyncio.to_thread(room.signs, 2)) == sorted(b"cp")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert room.all_dead()

    asyncio.run(cancel_when_it_works())


def test_cancellation_before_the_tool_has_started(room: Room) -> None:
    async def cancel_at_once() -> None:
        for turns in range(4):
            task = asyncio.ensure_future(room.run("hold"))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(cancel_at_once())
    assert [path.name for path in room.output.parent.iterdir()] == ["output"]


def test_an_impatient_second_cancellation_still_kills(room: Room) -> None:
    async def cancel_twice() -> None:
        working = asyncio.Event()
        task = asyncio.ensure_future(room.run("hold", on_progress=lambda _: working.set()))
        await working.wait()
        await asyncio.to_thread(room.signs, 2)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert room.all_dead()

    asyncio.run(cancel_twice())


def test_a_child_left_behind_dies_with_the_answer(room: Room) -> None:
    assert asyncio.run(room.run("leave_a_child")) == {"done": True}
    assert room.all_dead()


def test_a_child_left_behind_does_not_hide_a_crash(room: Room) -> None:
    with pytest.raises(ToolFailed, match="SIGKILL"):
        asyncio.run(room.run("leave_a_child", die=True))
    assert room.all_dead()


def test_the_sandbox_holds_even_a_child_in_a_session_of_its_own(best_room: Room) -> None:
    escape = best_room.tier.name == "bubblewrap"
    result = asyncio.run(best_room.run("leave_a_child", escape=escape))
    assert result == {"done": True}
    assert best_room.all_dead()


def test_the_tool_dies_with_its_parent(room: Room) -> None:
    command = [sys.executable, "-m", "tests.media.parent", room.tier.name, str(room.output)]
    with subprocess.Popen(command, cwd=ROOT) as parent:
        try:
            assert sorted(room.signs(2)) == sorted(b"cp")
        finally:
            os.kill(parent.pid, signal.SIGKILL)
    assert room.all_dead()
