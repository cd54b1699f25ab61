"""The suite notices when a function is wrong: each mutant contradicts the model or a SQL test.

A mutant that survives is a hole in the tests. An edit that no longer applies means that the
function has changed: mend the edit in `catalogue.py`.
"""

from collections.abc import Callable

import psycopg
import pytest
from hypothesis.errors import Flaky

from mediaq.db.files import sql_dir
from tests.kit.connections import Connect, Connection, advance
from tests.kit.queues import Queue
from tests.model.machine import run_machine
from tests.mutants.catalogue import MUTANTS, Edit
from tests.sql import test_claim, test_fail, test_sources

EXAMPLES = 150


def _two_claims(connect: Connect) -> None:
    test_claim.test_two_connections_never_get_the_same_job(_queue(connect), _impatient(connect))


def _locked_rows(connect: Connect) -> None:
    test_claim.test_locked_rows_do_not_count_against_the_limit(_queue(connect), _impatient(connect))


def _jitter(connect: Connect) -> None:
    test_fail.test_jobs_that_failed_together_come_back_apart(_queue(connect))


def _late_fetch(connect: Connect) -> None:
    test_sources.test_without_the_lease_nothing_is_written(connect())


def _fetch_after_the_end(connect: Connect) -> None:
    test_sources.test_after_its_end_an_analysis_writes_nothing(connect())


def _second_fetch(connect: Connect) -> None:
    test_sources.test_it_is_fetched_once(connect())


def _own_analysis(connect: Connect) -> None:
    test_sources.test_who_inserts_the_analysis_too_chooses_its_options(connect(), "asked")


def _scripts(connect: Connect) -> None:
    run_machine(connect(), EXAMPLES, shrink=False)


# What one connection cannot see, or only by luck, and the tests that do.
PROBES: dict[str, Callable[[Connect], None]] = {
    "claim without skip locked": _locked_rows,
    "claim without a lock": _two_claims,
    "backoff without jitter": _jitter,
    "a fetch noted without the lease": _late_fetch,
    "a fetch noted after the end": _fetch_after_the_end,
    "a fetch over a stored file": _second_fetch,
    "a URL analysed twice": _own_analysis,
}


def _impatient(connect: Connect) -> Connect:
    """Connections that do not wait for a row's lock: a claim must not."""

    def patched(role: str | None = None) -> Connection:
        connection = connect(role)
        connection.execute("set lock_timeout = '300 ms'")
        return connection

    return patched


def _queue(connect: Connect) -> Queue:
    connection = connect()
    connection.execute("set lock_timeout = '300 ms'")
    advance(connection)
    return Queue(connection)


def mutated(edits: tuple[Edit, ...]) -> list[str]:
    """The texts of the functions' files after the edits."""
    texts: dict[str, str] = {}
    for edit in edits:
        text = texts.get(edit.file) or (sql_dir() / "functions" / f"{edit.file}.sql").read_text()
        assert text.count(edit.old) == edit.times, f"{edit.file} has changed: {edit.old!r}"
        texts[edit.file] = text.replace(edit.old, edit.new)
    return list(texts.values())


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_caught(connect: Connect, connection: Connection, name: str) -> None:
    for text in mutated(MUTANTS[name]):
        connection.execute(text.encode())
    connection.execute("select mediaq.compile_claim(queue) from mediaq.queues")
    check = PROBES.get(name, _scripts)
    with pytest.raises((AssertionError, psycopg.Error, Flaky)):
        check(connect)
