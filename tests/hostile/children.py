"""Broken inputs through the gate and the real child, a few at a time, beside a trap."""

import asyncio
import json
import os
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from mediaq.errors import MediaqError
from mediaq.media import formats
from mediaq.media.sandbox import Limits, Tier, run_tool
from mediaq.settings import MIB
from tests.hostile.broken import GAVE_UP, READABLE, REFUSALS, Broken
from tests.hostile.whole import whole
from workers.analysis import TOOL

AT_ONCE = 3
LIMITS = Limits(wall_seconds=40.0, cpu_seconds=40, file_bytes=64 * MIB)
LONGEST_MEDIA = 60.0
LARGEST_ANSWER = 2 * MIB


@dataclass(frozen=True)
class Trap:
    """A file and a listener that nobody may touch."""

    neighbour: Path
    listener: socket.socket

    @property
    def port(self) -> int:
        """The listener's."""
        return int(self.listener.getsockname()[1])

    def touched(self) -> str:
        """What was done that must not be; nothing, if all is well."""
        try:
            self.listener.accept()
        except BlockingIOError:
            read = os.stat(self.neighbour).st_atime > 0
            return "the neighbour was read" if read else ""
        return "somebody called"


@contextmanager
def trap(directory: Path) -> Iterator[Trap]:
    """A sound file that shows when it is read, and an open port."""
    neighbour = directory / "neighbour.wav"
    neighbour.write_bytes(whole("sound.wav"))
    os.utime(neighbour, (0, time.time()))  # older than its content, or reading is not noted
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield Trap(neighbour, listener)


@dataclass(frozen=True)
class Outcome:
    """What came of a case: its marks, its words, what was wrong with it, and the seconds."""

    case: Broken
    marks: frozenset[str]
    words: str
    wrong: str
    seconds: float


async def all_of(cases: Iterable[Broken], room: Path, tier: Tier, caught: Trap) -> list[Outcome]:
    """Runs every case in a directory of its own below `room`."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, case: Broken) -> Outcome:
        async with gate:
            directory = room / str(number)
            directory.mkdir()
            try:
                return await _one(case, directory, tier, caught)
            finally:
                rmtree(directory)

    return await asyncio.gather(*(one(number, case) for number, case in enumerate(cases)))


async def _one(case: Broken, directory: Path, tier: Tier, caught: Trap) -> Outcome:
    source, output = directory / "source", directory / "output"
    output.mkdir()
    source.write_bytes(await asyncio.to_thread(case.bytes, caught.neighbour, caught.port))
    began = time.monotonic()
    try:
        answer = await _answer(case, source, output, tier)
    except MediaqError as error:
        marks, words = frozenset({error.code}), error.detail
        wrong = "" if error.permanent and error.code in REFUSALS | {GAVE_UP} else "no refusal"
    else:
        codes = {finding["code"] for finding in answer["findings"]}
        marks, words = frozenset({READABLE, *codes}), answer["results"][0]["summary"]
        wrong = _too_much(answer)
    wrong = wrong or ("" if marks & case.marks else "unexpected") or caught.touched()
    return Outcome(case, marks, words, wrong, time.monotonic() - began)


async def _answer(case: Broken, source: Path, output: Path, tier: Tier) -> dict[str, Any]:
    request: dict[str, Any] = {"media_type": case.media_type, "max_duration": LONGEST_MEDIA}
    if case.gate:
        with source.open("rb") as file:
            form = formats.detect(file.read(formats.HEAD_BYTES), case.filename)
        request |= {"media_type": form.media_type, "form": form.name}
    return await run_tool(TOOL, request, source=source, output=output, limits=LIMITS, tier=tier)


def _too_much(answer: dict[str, Any]) -> str:
    """Answers are rows: finite numbers, no NUL, of a size that fits."""
    text = json.dumps(answer, allow_nan=False)
    if len(text) > LARGEST_ANSWER:
        return f"an answer of {len(text)} bytes"
    return "a NUL in the answer" if "\\u0000" in text else ""


def failures(outcomes: Iterable[Outcome]) -> list[str]:
    """The wrong ones, one line each."""
    return [
        f"{it.case.name}: {it.wrong}: {sorted(it.marks)} {it.words}" for it in outcomes if it.wrong
    ]
