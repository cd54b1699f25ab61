"""Which findings of an analysis are spoken: repeats once, worst first, no more than anybody hears.

The others stay as rows that are shown; `details.not_spoken` says why.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

MOST_SPOKEN = 25
# Why a finding is not spoken.
REPEAT = "repeat"
ENOUGH = "enough"
_RANK = {"critical": 0, "error": 1, "warning": 2, "info": 3}

_Found = Mapping[str, Any]


def chosen(findings: Iterable[_Found]) -> list[dict[str, Any]]:
    """All findings, worst first, then by place; each with `spoken`, which one of a kind is.

    It speaks for the others of its kind: `details.more` says how many they are.
    """
    ordered = sorted(findings, key=_order)
    sizes = Counter(map(_kind, ordered))
    heard: set[tuple[object, object]] = set()
    out = []
    for finding in ordered:
        kind = _kind(finding)
        spoken = kind not in heard and len(heard) < MOST_SPOKEN
        if spoken:
            heard.add(kind)
        said: dict[str, Any] = {"more": sizes[kind] - 1} if sizes[kind] > 1 else {}
        if not spoken:
            said = {"not_spoken": REPEAT if kind in heard else ENOUGH}
        details = {**(finding.get("details") or {}), **said}
        out.append({**finding, "details": details, "spoken": spoken})
    return out


def _kind(finding: _Found) -> tuple[object, object]:
    """Findings of one code are repeats where the same is to be done about them."""
    return finding["code"], finding.get("suggestion")


def _order(finding: _Found) -> tuple[int, int, int]:
    rank = _RANK.get(finding["severity"], len(_RANK))
    return rank, finding.get("page") or 0, finding.get("start_ms") or 0
