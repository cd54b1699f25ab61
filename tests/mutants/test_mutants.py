"""The suite notices when a function is wrong: each mutant contradicts the model or a SQL test.

A mutant that survives is a hole in the tests. An edit that no longer applies means that the
function has changed: mend the edit in `catalogue.py`.
"""

import psycopg
import pytest
from hypothesis.errors import Flaky

from mediaq.db.files import sql_dir
from tests.kit.connections import Connect, Connection
from tests.mutants import probes
from tests.mutants.catalogue import MUTANTS, Edit
from tests.mutants.traffic import TRAFFIC

# What one connection cannot see, or only by luck, and the tests that do.
PROBES: dict[str, probes.Probe] = {
    "claim without skip locked": probes.locked_rows,
    "claim without a lock": probes.two_claims,
    "backoff without jitter": probes.jitter,
    "a fetch noted without the lease": probes.late_fetch,
    "a fetch noted after the end": probes.fetch_after_the_end,
    "a fetch over a stored file": probes.second_fetch,
    "a URL analysed twice": probes.own_analysis,
    "owners see one another": probes.owners,
    "a revoked key works": probes.revoked_keys,
    "an expired key works": probes.revoked_keys,
    "an expired key opens the door": probes.expired_keys,
}
ALL = {name: (PROBES.get(name, probes.scripts), edits) for name, edits in MUTANTS.items()} | TRAFFIC


# However a test fails: by what it asserts, by what the server says, by too many or too few rows.
CAUGHT = (AssertionError, psycopg.Error, ValueError, Flaky, pytest.fail.Exception)


def mutated(edits: tuple[Edit, ...]) -> list[str]:
    """The texts of the functions' files after the edits."""
    texts: dict[str, str] = {}
    for edit in edits:
        text = texts.get(edit.file) or (sql_dir() / "functions" / f"{edit.file}.sql").read_text()
        assert text.count(edit.old) == edit.times, f"{edit.file} has changed: {edit.old!r}"
        texts[edit.file] = text.replace(edit.old, edit.new)
    return list(texts.values())


@pytest.mark.parametrize("name", ALL)
def test_a_mutant_is_caught(connect: Connect, connection: Connection, name: str) -> None:
    check, edits = ALL[name]
    for text in mutated(edits):
        connection.execute(text.encode())
    connection.execute("select mediaq.compile_claim(queue) from mediaq.queues")
    with pytest.raises(CAUGHT):
        check(connect)


NAMED = dict.fromkeys(probe for probe, _ in ALL.values() if probe is not probes.scripts)


@pytest.mark.parametrize("probe", NAMED)
def test_what_catches_them_passes_otherwise(connect: Connect, probe: probes.Probe) -> None:
    probe(connect)
