"""One finding, made from its rule, and the cap on how many a file may have."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from mediaq.analyzers.findings.catalogue import RULES
from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.findings.rule import Severity

MOST_FINDINGS = 200
# Points that a kind of finding costs, by its worst case.
_COST = {"critical": 40, "error": 15, "warning": 5, "info": 0}
_RANK: dict[str, int] = {"critical": 0, "error": 1, "warning": 2, "info": 3}


@dataclass(frozen=True, slots=True)
class Finding:
    """A graded statement about a stretch of the media; the fields are those of the answer.

    `bbox` is a part of the upright picture or page: left, top, width, height as shares of it.
    """

    code: str
    severity: Severity
    category: str
    start_ms: int | None
    end_ms: int | None
    message: str
    measurement: float | None
    unit: str | None
    threshold: float | None
    source: str
    suggestion: str
    confidence: float = 1.0
    details: Mapping[str, Any] = field(default_factory=dict)
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None

    def but(self, **changes: Any) -> "Finding":
        """The same finding with some fields changed."""
        return replace(self, **changes)

    def as_json(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return asdict(self)


def number(value: float) -> str:
    """A number as it is read: one decimal at most, no trailing zero, no minus zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def found(code: str, span: Range | None, measurement: float | None, **words: object) -> Finding:
    """The finding of rule `code` over `span` (seconds); `words` fill its message and suggestion.

    Floats among the words are written like the measurement. A measurement must be finite.
    """
    if measurement is not None and not math.isfinite(measurement):
        raise ValueError(f"{code}: measurement is not finite")
    rule = RULES[code]
    texts = {
        name: number(word) if isinstance(word, float) else word for name, word in words.items()
    }
    texts["value"] = "" if measurement is None else number(measurement)
    return Finding(
        code=code,
        severity=rule.severity,
        category=rule.category,
        start_ms=None if span is None else round(span.start * 1000),
        end_ms=None if span is None else round(span.end * 1000),
        message=rule.message.format(**texts),
        measurement=None if measurement is None else round(measurement, 3),
        unit=rule.unit,
        threshold=rule.threshold,
        source=rule.source,
        suggestion=rule.suggestion.format(**texts),
    )


def _order(finding: Finding) -> tuple[int, int, int, str]:
    place = finding.start_ms or 0, finding.page or 0
    return (_RANK[finding.severity], *place, finding.code)


def worst(findings: Iterable[Finding]) -> tuple[list[Finding], int]:
    """The findings kept, worst first and then by place, and the number dropped over the cap."""
    ordered = sorted(findings, key=_order)
    return ordered[:MOST_FINDINGS], max(len(ordered) - MOST_FINDINGS, 0)


def tally(findings: Sequence[Finding]) -> dict[str, Any]:
    """For the result row: `findings`, how many of each severity, and `score`, 0 to 100: what is
    left when each kind of finding costs once, by its worst case."""
    severities = [finding.severity for finding in findings]
    worst_of: dict[str, int] = {}
    for finding in findings:
        worst_of[finding.code] = max(_COST[finding.severity], worst_of.get(finding.code, 0))
    return {
        "findings": {name: severities.count(name) for name in dict.fromkeys(severities)},
        "score": max(0, 100 - sum(worst_of.values())),
    }
