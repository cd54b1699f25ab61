"""Plain words about each table: where mediaq leads, and where it loses."""

from collections.abc import Sequence
from statistics import median

from benchmarks.report import Table, percentile


def verdict(tables: Sequence[Table]) -> list[str]:
    """A line for each table that compares systems."""
    lines = []
    for table in tables:
        ours = table.raw.get("mediaq")
        if ours:
            smaller_is_better = table.title.startswith("Pickup")
            lines.append(f"- {table.title}: {_compare(table, ours, smaller_is_better)}.")
        elif len(table.rows) > 1 and table.head[-1] == "it / empty":
            lines.append(f"- {table.title}: {table.rows[1][2]} of the speed of an empty table.")
        elif table.head[-1] == "it / bare":
            shares = "; ".join(f"{row[0]} {row[2]}" for row in table.rows[1:])
            lines.append(f"- {table.title}, share of the bare tables' speed: {shares}.")
        elif table.title.startswith("Pinned xmin"):
            kept = "; ".join(f"{row[0]}, {row[1]} {row[4]}" for row in table.rows)
            lines.append(f"- {table.title}, last tenth over first: {kept}.")
    return lines


def _compare(table: Table, ours: Sequence[float], smaller_is_better: bool) -> str:
    """Ahead of whom, behind whom, by how much; within a tenth is called even."""
    groups: dict[str, list[str]] = {"ahead of": [], "even with": [], "**behind**": []}
    for name, theirs in table.raw.items():
        if name == "mediaq":
            continue
        if smaller_is_better:
            factor = percentile(theirs, 0.5) / percentile(ours, 0.5)
        else:
            factor = median([a / b for a, b in zip(ours, theirs, strict=True)])
        if factor > 1.1:
            groups["ahead of"].append(f"{name} ({factor:.1f}×)")
        elif factor < 0.9:
            groups["**behind**"].append(f"{name} ({1 / factor:.1f}× slower)")
        else:
            groups["even with"].append(name)
    return "; ".join(f"{word} {', '.join(names)}" for word, names in groups.items() if names)
