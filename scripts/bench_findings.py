"""`scripts/bench-findings`: judges every truth case and prints a line per code."""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import bench_cost

from mediaq.analyzers.findings.catalogue import RULES
from tests.truth.case import Case, Verdict, boundary_errors, judge
from tests.truth.cases import CASES


@dataclass
class Score:
    """Of one code: found where expected, missed, found where not expected; cases that show it
    absent; seconds that the ends were off."""

    hits: int = 0
    misses: int = 0
    false: int = 0
    absent: int = 0
    off: list[float] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def precision(self) -> float:
        """Share of what was found that is there; 1 where nothing was found."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0


def main() -> int:
    """Prints the table; 1 when recall or precision over all is below 0.98."""
    parser = argparse.ArgumentParser(prog="scripts/bench-findings", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--cost", type=Path, metavar="FILE", help="only: what analysing it costs")
    given = parser.parse_args()
    if given.cost:
        bench_cost.main(given.cost)
        return 0
    scores: dict[str, Score] = {code: Score() for code in RULES}
    for case in CASES:
        with tempfile.TemporaryDirectory() as directory:
            _count(case, judge(case, Path(directory)), scores)
    total = Score(
        sum(s.hits for s in scores.values()),
        sum(s.misses for s in scores.values()),
        sum(s.false for s in scores.values()),
    )
    if given.json:
        print(json.dumps({code: vars(score) for code, score in scores.items()}, indent=1))
    else:
        _print(scores, total)
    return 0 if min(total.recall, total.precision) >= 0.98 else 1


def _count(case: Case, verdict: Verdict, scores: dict[str, Score]) -> None:
    for expected, found in verdict.met:
        score = scores[expected.code]
        if found is None:
            score.misses += 1
        else:
            score.hits += 1
            score.off += boundary_errors(found, expected)
    for stranger in verdict.strangers:
        scores[stranger["code"]].false += 1
    there = {expected.code for expected in case.expected}
    for code in set(case.about) - there:
        scores[code].absent += 1


def _print(scores: dict[str, Score], total: Score) -> None:
    heads = ("code", "there", "absent", "recall", "precision", "worst end, ms")
    print("{:22} {:>5} {:>6} {:>7} {:>9} {:>13}".format(*heads))
    for code, score in scores.items():
        worst = f"{max(score.off) * 1000:.0f}" if score.off else "-"
        rates = f"{score.recall:7.3f} {score.precision:9.3f}"
        there = score.hits + score.misses
        print(f"{code:22} {there:5} {score.absent:6} {rates} {worst:>13}")
    print(
        f"{len(CASES)} files: recall {total.recall:.3f}, precision {total.precision:.3f};"
        f" codes without a case: {sum(not s.hits + s.misses for s in scores.values())}"
    )


if __name__ == "__main__":
    sys.exit(main())
