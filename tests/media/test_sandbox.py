"""Running tools: the conversation, and every way in which a tool can end."""

import asyncio
import json
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from mediaq.errors import (
    BlobMissing,
    MediaInvalid,
    MediaqError,
    ToolFailed,
    ToolOutputTooLarge,
    ToolTimeout,
)
from mediaq.media.sandbox import Limits
from mediaq.settings import MIB
from tests.media.conftest import Room


def failure(room: Room, do: str, **request: Any) -> MediaqError:
    with pytest.raises(MediaqError) as caught:
        asyncio.run(room.run(do, **request))
    leftovers = [path.name for path in room.output.parent.iterdir()]
    assert leftovers == ["output"]
    return caught.value


def logged(logs: list[MutableMapping[str, Any]]) -> str:
    (event,) = logs
    assert (event["log_level"], event["module"]) == ("debug", "tests.media.tool")
    return str(event["stderr"])


def test_a_tool_reads_reports_and_writes(room: Room, tmp_path: Path) -> None:
    source = tmp_path / "concat:a|b.m3u8"
    source.write_text("the film")
    result = asyncio.run(room.run("look", source=source))
    assert result["source"] == "the film"
    assert result["name"] == "source"
    assert room.progress == [10.0, 55.5]
    assert (room.output / "made").read_text() == "made"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("tool-")] == []


def test_a_tool_inherits_next_to_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIAQ_SECRET", "do not tell")
    result = asyncio.run(room.run("look"))
    assert set(result["environment"]) <= {
        "PATH", "LANG", "LC_CTYPE", "TMPDIR", "PWD", "LD_LIBRARY_PATH",
        "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS",
    }  # fmt: skip
    assert result["descriptors"] <= 6  # the standard three, answers, lifeline, the listing itself
    assert result["session"]


def test_the_kernel_holds_the_limits(room: Room) -> None:
    limits = Limits(60, 50, 512 * MIB, 7 * MIB, 40, 30)
    told = asyncio.run(room.run("look", limits=limits))["limits"]
    assert told.pop("NPROC") >= 30
    assert told == {"AS": 512 * MIB, "CPU": 50, "FSIZE": 7 * MIB, "NOFILE": 40, "CORE": 0}


def test_a_tools_error_is_raised_here(room: Room) -> None:
    error = failure(room, "refuse")
    assert isinstance(error, MediaInvalid)
    assert error.detail == "Frame 3 cannot be decoded."


def test_an_unforeseen_error_names_its_class_and_logs_the_trace(room: Room) -> None:
    with capture_logs() as logs:
        error = failure(room, "break_down")
    assert isinstance(error, ToolFailed)
    assert "LookupError" in error.detail
    assert "unforeseen" not in error.detail
    assert "something unforeseen" in logged(logs)


def test_a_crash_fails_with_the_signals_name(room: Room) -> None:
    error = failure(room, "crash")
    assert isinstance(error, ToolFailed)
    assert "SIGSEGV" in error.detail
    assert error.extra == {"signal": "SIGSEGV"}


def test_a_flood_is_drained_and_its_end_kept(room: Room) -> None:
    with capture_logs() as logs:
        error = failure(room, "flood_and_crash")
    assert "SIGSEGV" in error.detail
    assert len(logged(logs)) < 66_000
    assert "the last words" in logged(logs)


def test_the_deadline_kills(room: Room) -> None:
    error = failure(room, "hold", limits=Limits(wall_seconds=0.7))
    assert isinstance(error, ToolTimeout)
    assert error.permanent  # the same file within the same limits would end the same
    assert room.all_dead()


def test_cpu_time_is_bounded(room: Room) -> None:
    error = failure(room, "burn", limits=Limits(wall_seconds=60, cpu_seconds=1))
    assert isinstance(error, ToolTimeout)
    assert "CPU" in error.detail


def test_memory_is_bounded(room: Room) -> None:
    limits = Limits(wall_seconds=60, memory_bytes=256 * MIB)
    assert asyncio.run(room.run("eat", bytes=64 * MIB, limits=limits)) == {"eaten": 64 * MIB}
    assert "MemoryError" in failure(room, "eat", bytes=300 * MIB, limits=limits).detail


def test_the_size_of_a_file_is_bounded(room: Room) -> None:
    error = failure(room, "grow", limits=Limits(wall_seconds=60, file_bytes=3 * MIB))
    assert isinstance(error, ToolOutputTooLarge)
    assert error.permanent
    assert (room.output / "big").stat().st_size == 3 * MIB


def test_a_large_answer_arrives(room: Room) -> None:
    assert len(asyncio.run(room.run("answer_much", bytes=9_000_000))["much"]) == 9_000_000


def test_a_request_larger_than_a_pipe_arrives(room: Room) -> None:
    assert asyncio.run(room.run("look", more="x" * 2_000_000))["session"]


def test_a_missing_source_is_said_before_anything_starts(room: Room, tmp_path: Path) -> None:
    with pytest.raises(BlobMissing):
        asyncio.run(room.run("look", source=tmp_path / "none"))


def test_an_error_in_the_progress_callback_ends_the_tool(room: Room) -> None:
    def fail(_: float) -> None:
        raise KeyError("callback")

    with pytest.raises(KeyError, match="callback"):
        asyncio.run(room.run("hold", on_progress=fail))
    assert room.all_dead()


RUDE = {
    "silence": "",
    "words": "hello\n",
    "a list": "[1]\n",
    "an unknown kind": '{"what": 1}\n',
    "a result of the wrong type": '{"result": 7}\n',
    "not a number": '{"result": {"x": NaN}}\n',
    "a number of 5000 digits": json.dumps({"result": {}})[:-1] + ', "x": ' + "9" * 5000 + "}\n",
    "nesting": "[" * 200_000 + "\n",
    "an answer cut off": '{"result": {}',
    "an error of unknown code": '{"error": {"code": "no_such", "detail": "x"}}\n',
    "an error without words": '{"error": {"code": "media_invalid"}}\n',
}


@pytest.mark.parametrize("what", RUDE)
def test_what_is_not_the_protocol_fails(room: Room, what: str) -> None:
    error = failure(room, "", module="tests.media.rude", says=RUDE[what])
    assert isinstance(error, ToolFailed)


def test_an_endless_line_fails_without_being_kept(room: Room) -> None:
    error = failure(room, "", module="tests.media.rude", says="x" * (1 << 20), times=1000)
    assert "endless" in error.detail


def test_a_module_that_does_not_exist_fails(room: Room) -> None:
    assert isinstance(failure(room, "", module="tests.media.nothing"), ToolFailed)


def test_many_tools_at_once_do_not_mix(room: Room) -> None:
    async def all_of_them() -> list[Mapping[str, Any] | BaseException]:
        return await asyncio.gather(
            *(room.run("look" if n % 2 else "refuse") for n in range(8)), return_exceptions=True
        )

    results = asyncio.run(all_of_them())
    assert [type(result).__name__ for result in results] == ["MediaInvalid", "dict"] * 4
