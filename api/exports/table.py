"""Findings as CSV (RFC 4180). Spreadsheets compute what begins like a formula: such texts get an
apostrophe in front. Numbers stay as they are."""

import csv
import io
import json
import math
from collections.abc import Iterable
from typing import Any

from api.schemas.analyses import Feedback

COLUMNS = (
    *("feedback_id", "severity", "code", "category", "start_ms", "end_ms", "page", "measurement"),
    *("unit", "threshold", "confidence", "message", "suggestion", "source", "language"),
    *("created_at", "bbox", "details", "audio"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(findings: Iterable[Feedback]) -> str:
    """A header and a record a finding; `audio` holds the URLs of its sound."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(COLUMNS)
    for finding in findings:
        row = finding.model_dump(mode="json") | {
            "audio": " ".join(segment.url for segment in finding.audio)
        }
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return made.getvalue()


def _cell(value: Any) -> Any:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, (int, float)):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
