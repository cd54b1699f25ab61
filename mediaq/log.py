"""Structured logs: one JSON line per event on stderr, readable lines on a terminal."""

import logging
import re
import sys
from collections.abc import MutableMapping
from time import monotonic
from typing import Any

import structlog

SECRET = re.compile(
    r"(?P<before>://[^:/@\s]*:(?=[^@\s]*@)|\b(?:key|token|secret|password)=|\bbearer\s+"
    r"|\bmq_[a-z0-9]{8}_|\bwhsec_)[^@&\s]+",
    re.IGNORECASE,
)


# How often a warning about something that is still away is repeated.
REPEAT_SECONDS = 10.0


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Masks passwords in URLs and the values of secret-looking parameters in every field."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = SECRET.sub(r"\g<before>***", value)
    return event


class Seldom:
    """Of an event that says `every=seconds`, drops what comes sooner after the last line of its
    name; the next line says how many were left out. For what repeats while something is away."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[float, int]] = {}

    def __call__(
        self, _: Any, __: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        every = event.pop("every", None)
        if every is None:
            return event
        now, name = monotonic(), event["event"]
        logged, omitted = self._last.get(name, (float("-inf"), 0))
        if now - logged < every:
            self._last[name] = logged, omitted + 1
            raise structlog.DropEvent
        self._last[name] = now, 0
        if omitted:
            event["omitted"] = omitted
        return event


def configure(level: str = "info", *, to_stdout: bool = False) -> None:
    """Sets up logging for this process; call once, at start. `to_stdout` is for programs that read
    along: JSON lines on stdout, whatever the terminal."""
    # The pool reports each failed attempt; the callers log it once, with what they do about it.
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    terminal = sys.stderr.isatty() and not to_stdout
    renderer: Any = (
        structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            Seldom(),
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if terminal else [structlog.processors.format_exc_info]),
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        # Looked up for each line: whoever replaces stderr later gets the lines.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stdout if to_stdout else sys.stderr),
        cache_logger_on_first_use=False,
    )


def get(name: str) -> Any:
    """A logger whose events carry `source=name`."""
    return structlog.get_logger(source=name)
