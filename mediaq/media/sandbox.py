"""Runs one tool: a child process that sees one file, is bounded in every resource, and is dead
when the coroutine that asked for it ends."""

import asyncio
import json
import re
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from mediaq import log
from mediaq.errors import (
    BlobMissing,
    MediaqError,
    ToolFailed,
    ToolGaveUp,
    ToolOutputTooLarge,
    ToolTimeout,
)
from mediaq.media import process
from mediaq.media.conversation import Conversation
from mediaq.media.disk import full_disk
from mediaq.media.launch import Files, Tier, launch
from mediaq.media.limits import Limits
from mediaq.media.output import bounded
from mediaq.media.tiers import tier

__all__ = ["Limits", "Tier", "run_tool", "tier"]

_logger = log.get(__name__)
_PYTHON_ERROR = re.compile(rb"^(?:\w+\.)*(\w+(?:Error|Exception|Interrupt))\b")


async def run_tool(
    module: str,
    request: Mapping[str, Any],
    *,
    source: Path | None,
    output: Path,
    limits: Limits,
    tier: Tier,
    on_progress: Callable[[float], None] | None = None,
    packages: Sequence[Path] = (),
    data: Path | None = None,
) -> dict[str, Any]:
    """The result of `module`, which serves `request` with "source" and "output" added.

    `packages` are the directories of packages, beside mediaq, that the module is imported from;
    `data` is a directory whose files it may read, added as "data".
    Raises the error that the tool reported, ToolFailed when it ended without a word, ToolTimeout
    when it ran out of time, ToolOutputTooLarge when it wrote too much. Its files in `output`
    then are of no use.
    """
    with _files(source, output, packages, data) as files, process.lifeline() as line:
        made = launch(tier, module, files=files, limits=limits, lifeline=line.inside.fileno())
        paths = {"source": made.source, "output": made.output}
        if made.data is not None:
            paths["data"] = made.data
        asked = json.dumps({**request, **paths})
        talk = Conversation(partial(_ended, tier, limits), on_progress or (lambda _: None))
        try:
            async with (
                process.running(made, line, talk),
                bounded(talk, (files.output, files.tmp), limits.file_bytes),
                asyncio.timeout(limits.wall_seconds),
            ):
                talk.ask(asked)
                return await talk.answer
        except TimeoutError as error:
            _log(module, talk, "deadline")
            detail = f"The tool process was killed after {limits.wall_seconds:g} s."
            raise ToolTimeout(detail) from error
        except (ToolFailed, ToolGaveUp, ToolOutputTooLarge, ToolTimeout) as error:
            _log(module, talk, error.detail)
            raise


def _log(module: str, talk: Conversation, detail: str) -> None:
    stderr = talk.stderr.decode(errors="replace")
    _logger.debug("tool_failed", module=module, detail=detail, stderr=stderr)


def _ended(tier: Tier, limits: Limits, code: int, stderr: bytes) -> MediaqError:
    """The error for a tool that ended by itself without an answer."""
    number = code - 128 if tier.name == "bubblewrap" and code > 128 else -code
    if number <= 0:
        found = _PYTHON_ERROR.match(stderr.rstrip().rpartition(b"\n")[2])
        why = f" ({found[1].decode()})" if found else ""
        return ToolFailed(f"The tool process ended with exit code {code}{why} and no answer.")
    if number == signal.SIGXCPU:
        return ToolTimeout(f"The tool process used more than {limits.cpu_seconds} s of CPU time.")
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    if name == "SIGABRT":  # its own decision, which it would take again
        return ToolGaveUp(signal=name)
    if name == "SIGXFSZ":
        detail = f"The tool process wrote a file of more than {limits.file_bytes} bytes."
        return ToolOutputTooLarge(detail)
    return ToolFailed(f"The tool process was killed by {name}.", signal=name)


@contextmanager
def _files(
    source: Path | None, output: Path, packages: Sequence[Path], data: Path | None
) -> Iterator[Files]:
    """Adds a private TMPDIR beside the output: on disk, and swept if this process dies."""
    if source is not None and not source.is_file():
        raise BlobMissing
    with full_disk():
        made = tempfile.TemporaryDirectory(
            dir=output.resolve().parent, prefix="tool-", ignore_cleanup_errors=True
        )
    with made as name:
        yield Files(source, output, Path(name), packages, data)
