"""Half of a batch kills what runs it: the other half completes, and only the guilty pay."""

import asyncio
from pathlib import Path

from mediaq.media.sandbox import Limits, run_tool, tier
from mediaq.queue.job import Done, Job
from tests.faults.conftest import Recovery
from tests.kit import history
from tests.kit.connections import Connection
from tests.kit.history import History
from tests.kit.labourer import labour, poison
from tests.kit.runners import running, until
from workers.runner import Report

TOOLS = 100
MAX_ATTEMPTS = 2
MAX_CRASHES = 2
ENDS = (
    "select distinct status, error_code, attempts, crashes from mediaq.ssml_jobs"
    " where (feedback_id %% 2 = 1) = %s"
)


def ends(connection: Connection, *, poisonous: bool) -> list[tuple[object, ...]]:
    """How the jobs of one half ended."""
    return sorted(connection.execute(ENDS, [poisonous]).fetchall())


def test_10_half_of_the_jobs_crash_their_tool(
    database_url: str,
    connection: Connection,
    tmp_path: Path,
    past: History,
    recovery: Recovery,
    named_effect: None,
) -> None:
    """They cost their own attempts and nothing else: no good one is run twice."""
    connection.execute("update mediaq.queues set max_attempts = %s", [MAX_ATTEMPTS])
    strongest, limits = tier("auto"), Limits(wall_seconds=20.0)
    runs = 0

    async def handler(job: Job, report: Report) -> Done:
        nonlocal runs
        runs += 1
        output = tmp_path / str(job.lease)
        output.mkdir()
        await run_tool(
            "tests.media.tool",
            {"do": "crash" if poison(job) else "look"},
            source=None,
            output=output,
            limits=limits,
            tier=strongest,
            packages=[Path(__file__).parents[1]],
        )
        return history.effect(job)

    async def scenario() -> None:
        past.enqueue(connection, TOOLS)
        async with running(database_url, handler):
            await until(past.ended)

    with recovery(10, f"half of {TOOLS} jobs crash their tool, {MAX_ATTEMPTS} attempts each"):
        asyncio.run(scenario())
    assert ends(connection, poisonous=False) == [("completed", None, 1, 0)]
    assert ends(connection, poisonous=True) == [("failed", "tool_failed", MAX_ATTEMPTS, 0)]
    assert runs == TOOLS // 2 * (1 + MAX_ATTEMPTS)
    past.assert_kept()


def test_10_half_of_the_jobs_crash_their_worker(
    database_url: str, connection: Connection, tmp_path: Path, past: History, recovery: Recovery
) -> None:
    """A good one pays once at most for its company: after that it runs alone."""
    connection.execute("update mediaq.queues set max_crashes = %s", [MAX_CRASHES])
    past.enqueue(connection, 16)
    with (
        recovery(10, f"half of 16 jobs crash their worker, {MAX_CRASHES} times each") as clock,
        labour(database_url, tmp_path, how="poison", seconds=0.01, supervised=True),
        labour(database_url, tmp_path, how="poison", seconds=0.01, supervised=True),
    ):
        clock.until(past.ended, 60.0)
    good = ends(connection, poisonous=False)
    assert {status for status, *_ in good} == {"completed"}
    assert {(attempts, crashes) for *_, attempts, crashes in good} <= {(1, 0), (2, 1)}
    assert ends(connection, poisonous=True) == [("failed", "worker_lost", MAX_CRASHES, MAX_CRASHES)]
    killed = connection.execute("select distinct error from mediaq.job_errors").fetchall()
    assert killed == [("the worker was killed by SIGSEGV",)]
    past.assert_kept()
