"""The supervisor with small programs: restart, back-off, orderly and disorderly ends."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import pytest

from tests.kit.wait import wait_for
from workers import child, supervisor
from workers.supervisor import Program, Supervisor

OBEYS = "import signal; print('up', flush=True); signal.pause()"
REFUSES = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {OBEYS}"


def python(code: str, name: str = "child", **more: object) -> Program:
    return Program(name, [sys.executable, "-c", code], dict(os.environ), **more)  # type: ignore[arg-type]


def supervise(
    programs: Sequence[Program], *, grace: float = 10.0, lines: int = 10**9, stops: int = 1
) -> tuple[list[str], list[int]]:
    """Runs until so many lines were printed, then stops; the lines, and how children died."""
    seen: list[str] = []
    deaths: list[int] = []

    async def run() -> None:
        def line(program: Program, text: str) -> None:
            seen.append(f"{program.name} {text}")
            if len(seen) == lines:
                for _ in range(stops):
                    made.stop()

        made = Supervisor(
            programs, grace=grace, on_line=line, on_death=lambda _, code: deaths.append(code)
        )
        await made.run()
        assert made.pids == {}

    asyncio.run(run())
    return seen, deaths


def test_what_dies_is_started_again_later_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_DELAY", 0.1)
    began = monotonic()
    lines, deaths = supervise([python("print('up', flush=True); raise SystemExit(3)")], lines=4)
    assert lines == ["child up"] * 4
    assert deaths == [3, 3, 3]
    assert monotonic() - began >= 0.1 + 0.2 + 0.4


def test_a_proper_end_is_none_to_repair() -> None:
    assert supervise([python("print('done')", ends=True)]) == (["child done"], [])


def test_stop_asks_all_and_kills_what_stays() -> None:
    programs = [python(OBEYS, "obeys"), python(REFUSES, "refuses")]
    began = monotonic()
    lines, deaths = supervise(programs, lines=2, grace=0.3)
    assert sorted(lines) == ["obeys up", "refuses up"]
    assert deaths == []
    assert 0.3 <= monotonic() - began < 10


def test_a_third_stop_kills_at_once() -> None:
    began = monotonic()
    supervise([python(REFUSES)], lines=1, grace=60, stops=3)
    assert monotonic() - began < 20


def test_a_log_is_kept_and_a_long_one_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "LOG_BYTES", 10)
    log = tmp_path / "logs" / "child.log"
    for _ in range(3):
        supervise([python("import sys; print('to stderr', file=sys.stderr)", log=log, ends=True)])
    assert log.read_text() == "to stderr\n"
    assert (tmp_path / "logs" / "child.log.1").read_text() == "to stderr\n" * 2


def test_children_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = f"import os; open({str(note)!r}, 'w').write(str(os.getpid()) + '\\n'); {REFUSES}"
    code = (
        "import asyncio, os, sys; from workers.supervisor import *;"
        f"p = Program('child', [sys.executable, '-c', {program!r}], dict(os.environ));"
        "asyncio.run(Supervisor([p], grace=1).run())"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    wait_for(lambda: note.exists() and note.read_text().endswith("\n"))
    pid = int(note.read_text())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_for(lambda: not _lives(pid))


def _lives(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
