"""Every file with known faults: what is there is found where it is, and nothing else."""

from pathlib import Path

import pytest

from tests.truth.case import Case, judge
from tests.truth.cases import CASES

CARRIED = ("measurement", "unit", "threshold", "source", "message", "suggestion", "severity")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_truth(case: Case, tmp_path: Path) -> None:
    verdict = judge(case, tmp_path)
    missed = [expected for expected, found in verdict.met if found is None]
    shown = [(f["code"], f["start_ms"], f["end_ms"], f["measurement"]) for f in verdict.strangers]
    assert (missed, shown) == ([], [])
    for _, finding in verdict.met:
        assert finding is not None
        assert [name for name in CARRIED if finding[name] in (None, "")] == []


def test_names_are_of_one_case() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
