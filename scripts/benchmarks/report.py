"""Numbers into tables, for the terminal and for the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

Samples = Mapping[str, Sequence[float]]


@dataclass
class Table:
    """One table with what was measured, how, and what to read from it."""

    title: str
    head: list[str]
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """For the terminal."""
        widths = [
            max(len(row[i]) for row in [self.head, *self.rows]) for i in range(len(self.head))
        ]
        lines = [
            "  ".join(
                cell.rjust(width) if i else cell.ljust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in [self.head, *self.rows]
        ]
        return "\n".join([f"\n== {self.title}", *lines, *(f"  - {note}" for note in self.notes)])

    def markdown(self) -> str:
        """For the page."""
        rule = ["---", *["--:"] * (len(self.head) - 1)]
        lines = ["| " + " | ".join(row) + " |" for row in [self.head, rule, *self.rows]]
        notes = [f"- {note}" for note in self.notes]
        return "\n".join([f"### {self.title}", "", *lines, "", *notes, ""])

    def plain(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def number(value: float) -> str:
    """Three digits that matter."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(values: Sequence[float], show: Callable[[float], str] = number) -> str:
    """Median, and the least and the most."""
    if len(values) < 2:
        return show(median(values))
    return f"{show(median(values))} [{show(min(values))}–{show(max(values))}]"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Median of the ratios within each round."""
    return f"{median([a / b for a, b in zip(ours, theirs, strict=True)]):.2f}"


def rates(samples: Samples, ours: str) -> list[list[str]]:
    """Rows of: name, rate, our rate over theirs."""
    return [
        [name, spread(values), ratio(samples[ours], values)] for name, values in samples.items()
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
