"""What the commands print: results on stdout, everything else on stderr; colours and frames on a
terminal only, tab-separated lines elsewhere."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mediaq.log import SECRET

STYLES = {
    "critical": "bold red",
    "error": "red",
    "fail": "bold red",
    "failed": "red",
    "warning": "yellow",
    "warn": "yellow",
    "ok": "green",
    "completed": "green",
}


def emit(value: Any) -> None:
    """One JSON document on one line of stdout."""
    print(json.dumps(value, default=str, ensure_ascii=False), flush=True)


def clean(value: Any) -> str:
    """A value as one line without control characters: names and messages come from strangers."""
    text = "" if value is None else str(value)
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def mask(text: str) -> str:
    """Passwords and tokens masked."""
    return SECRET.sub(r"\g<before>***", text)


def complain(text: str) -> None:
    """One line on stderr."""
    print(f"mediaq: {mask(clean(text))}", file=sys.stderr, flush=True)


def say(text: str) -> None:
    """One line on stdout."""
    print("".join(c if c.isprintable() else " " for c in text), flush=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows under a header line."""
    lines = [[clean(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        for line in [list(columns), *lines]:
            print("\t".join(line))
        return
    made = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for line in lines:
        made.add_row(*(Text(cell, style=STYLES.get(cell, "")) for cell in line))
    Console().print(made)


def ago(seconds: float | None) -> str:
    """A duration for people: `4 s`, `3 min`, `5 h`."""
    if seconds is None:
        return "-"
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
