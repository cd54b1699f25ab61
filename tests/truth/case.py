"""A file whose faults are known, and what the analyzer should say of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediaq.analyzers.tool import analyse

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Expected:
    """A finding that must be there: its stretch in seconds, both ends within `tolerance`, or its
    page; None where the place does not matter. So with the severity."""

    code: str
    start: float | None = None
    end: float | None = None
    tolerance: float = 0.4
    page: int | None = None
    severity: str | None = None


@dataclass(frozen=True)
class Case:
    """`make` renders the file into a directory. Besides `expected` nothing may be found, but for
    the codes `aside`; `about` are codes whose absence this case is evidence for. `request` is what
    else is asked of the analyzer."""

    name: str
    make: Callable[[Path], Path]
    expected: tuple[Expected, ...] = ()
    profile: str = "web"
    aside: frozenset[str] = frozenset()
    about: tuple[str, ...] = ()
    request: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What came out: of each expectation the finding that met it, or None; and what nobody
    expected."""

    met: tuple[tuple[Expected, Answer | None], ...]
    strangers: tuple[Answer, ...]

    @property
    def right(self) -> bool:
        """Whether everything was as expected."""
        return not self.strangers and all(found for _, found in self.met)


def judge(case: Case, directory: Path) -> Verdict:
    """Renders the case below `directory`, analyses it, compares."""
    output = directory / "output"
    output.mkdir(parents=True, exist_ok=True)
    paths = {"source": str(case.make(directory)), "output": str(output)}
    request = {"media_type": "unknown", "profile": case.profile, **case.request, **paths}
    found = list(analyse(request, lambda _: None)["findings"])
    met = []
    for expected in case.expected:
        hit = next((item for item in found if _meets(item, expected)), None)
        if hit is not None:
            found.remove(hit)
        met.append((expected, hit))
    return Verdict(tuple(met), tuple(item for item in found if item["code"] not in case.aside))


def _meets(found: Answer, expected: Expected) -> bool:
    if found["code"] != expected.code or expected.page not in (None, found.get("page")):
        return False
    if expected.severity not in (None, found["severity"]):
        return False
    return all(error <= expected.tolerance for error in boundary_errors(found, expected))


def boundary_errors(found: Answer, expected: Expected) -> list[float]:
    """Seconds by which the ends of a finding are off; infinite where it has none."""
    ends = ((found["start_ms"], expected.start), (found["end_ms"], expected.end))
    return [
        float("inf") if ms is None else abs(ms / 1000 - wanted)
        for ms, wanted in ends
        if wanted is not None
    ]


def codes_of(cases: Iterable[Case]) -> set[str]:
    """Every code that some case expects."""
    return {expected.code for case in cases for expected in case.expected}
