"""Exports as their readers see them, and texts that try to be more than text."""

import csv
import io
from typing import Any
from uuid import UUID

import pysubs2
from starlette.testclient import TestClient

HOSTILE = (
    '=HYPERLINK("http://x"), says "she"',
    "+1\r\n\r\n2\n00:00:01,000 --> 00:00:02,000\ninjected",
    "-->",
    "<b>bold</b> <v Bob>a < b & c</v> {\\an8}\\N\\h{x}",
    "\u202eevil\u202c @SUM(A1) \u2028next\u0085line\x0bdown",
    "مرحبا بالعالم، الصوت مرتفع جدا",
    "\t@cmd",
    "#EXTINF:0,\nfile:///etc/passwd",
    "NOTE\n\nWEBVTT",
    "A long message that needs more than one line of forty-two characters and ends with 42",
)


def exported(client: TestClient, id: UUID, form: str, what: str = "export") -> str:
    """The text of an export."""
    answer = client.get(f"/api/v1/analyses/{id}/{what}", params={"format": form})
    assert answer.status_code == 200, answer.text
    return answer.content.decode()


def records(text: str) -> list[dict[str, Any]]:
    """A CSV's records."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def cues(text: str, form: str) -> list[tuple[int, int, str]]:
    """Start, end and text of each cue; lines are separated by `\\N`, markup is kept."""
    read = pysubs2.SSAFile.from_string(text, format_=form, keep_html_tags=True)
    return [(cue.start, cue.end, cue.text) for cue in read]
