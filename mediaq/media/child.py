"""The child's side of the tool protocol: one request on stdin, JSON lines on stdout.

Lines are `{"progress": 0..100}` while working and, last, `{"result": {...}}` or
`{"error": {"code": ..., "detail": ...}}`. Standard library only: engines are imported by the tools.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from mediaq.errors import MediaqError, StorageFull

Progress = Callable[[float], None]
Tool = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]


def serve(tool: Tool) -> None:
    """Reads the request, runs `tool(request, progress)`, prints the outcome, ends the process.

    The answer goes to a private copy of stdout; the descriptor itself is pointed at stderr, so
    that a library that prints cannot break the protocol.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message: Mapping[str, Any]) -> None:
        answers.write(json.dumps(message, allow_nan=False) + "\n")
        answers.flush()

    last = -1.0

    def progress(percent: float) -> None:
        nonlocal last
        if percent - last >= 1.0:
            last = percent
            say({"progress": round(min(max(percent, 0.0), 100.0), 1)})

    request = json.load(sys.stdin)
    try:
        say({"result": dict(tool(request, progress))})
    except MediaqError as error:
        say({"error": {"code": error.code, "detail": error.detail}})
    except OSError as error:
        if error.errno != 28:
            raise
        say({"error": {"code": StorageFull.code, "detail": str(error)}})
    answers.flush()
    os._exit(0)
