"""A bounded run in the suite; `scripts/fuzz-api` has the long one."""

from pathlib import Path

from tests.fuzz.run import fuzz
from tests.kit.cluster import Cluster


def test_no_answer_is_outside_the_contract(cluster: Cluster, tmp_path: Path) -> None:
    options = ["--max-examples", "6", "--seed", "1", "--no-color"]
    options += ["--phases", "examples,fuzzing,stateful"]
    outcome = fuzz(cluster, tmp_path, options, timeout=110)
    assert outcome.code == 0, outcome.text[outcome.text.find("== FAILURES") :][:6000]
    assert outcome.report["operations"]["tested"] > 40
