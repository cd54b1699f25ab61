"""The worker runtime against a real queue: what it claims, finishes, gives back and lets go."""

import asyncio
from collections import Counter
from uuid import UUID

from mediaq.errors import MediaInvalid
from mediaq.queue.job import Done, Effect, Job
from tests.kit.connections import Connection, value
from tests.kit.queues import Queue
from tests.kit.rows import insert_feedback
from tests.kit.runners import Gate, drain, nothing, running, statuses, until
from workers.runner import Report


def speak(job: Job) -> Done:
    """Leaves one segment that names the lease, so that doubles and strangers show."""
    params = {
        "feedback_id": job.payload["feedback_id"],
        "segments": [f"lease {job.lease}"],
        "version": "test",
    }
    return Done([Effect("pipeline.record_ssml", params)])


def test_drain_finishes_every_job_once(database_url: str, connection: Connection) -> None:
    Queue(connection).add(250)
    seen: Counter[UUID] = Counter()

    async def count(job: Job, report: Report) -> Done:
        seen[job.id] += 1
        return Done()

    asyncio.run(drain(database_url, count, concurrency=40))
    assert statuses(connection) == {"completed": 250}
    assert set(seen.values()) == {1}


def test_effects_land_with_the_completion(database_url: str, connection: Connection) -> None:
    feedback = insert_feedback(connection)

    async def handler(job: Job, report: Report) -> Done:
        return speak(job)

    asyncio.run(drain(database_url, handler))
    row = connection.execute(
        "select s.ssml, 'lease ' || j.lease, f.ssml_status, f.audio_status"
        " from mediaq.analysis_ssml_segments s join mediaq.ssml_jobs j using (feedback_id)"
        " join mediaq.analysis_feedback f on f.id = s.feedback_id where f.id = %s",
        [feedback],
    ).fetchone()
    assert row is not None
    assert row[0] == row[1]
    assert row[2:] == ("completed", "queued")


def test_a_permanent_error_ends_the_job_at_once(database_url: str, connection: Connection) -> None:
    Queue(connection).add_one()

    async def handler(job: Job, report: Report) -> Done:
        raise MediaInvalid("no frame")

    asyncio.run(drain(database_url, handler))
    row = connection.execute(
        "select status, attempts, error_code, last_error from mediaq.ssml_jobs"
    ).fetchone()
    assert row == ("failed", 1, "media_invalid", "no frame")


def test_an_idle_worker_takes_its_failed_job_up_when_the_back_off_ends(
    database_url: str, connection: Connection
) -> None:
    connection.execute("update mediaq.queues set backoff_base = '100 ms', backoff_cap = '100 ms'")

    async def handler(job: Job, report: Report) -> Done:
        if job.attempt == 1:
            raise ConnectionError("once")
        return Done()

    async def scenario() -> None:
        async with running(database_url, handler, poll_seconds=3600.0):
            Queue(connection).add_one()
            await until(lambda: statuses(connection) == {"completed": 1})

    asyncio.run(scenario())


def test_an_error_is_retried_until_attempts_are_spent(
    database_url: str, connection: Connection
) -> None:
    connection.execute(
        "update mediaq.queues set max_attempts = 3, backoff_base = '10 ms', backoff_cap = '10 ms'"
    )
    Queue(connection).add_one()

    async def handler(job: Job, report: Report) -> Done:
        raise RuntimeError(f"attempt {job.attempt}")

    asyncio.run(drain(database_url, handler))
    errors = connection.execute("select attempt, error from mediaq.job_errors order by id")
    assert errors.fetchall() == [(n, f"RuntimeError: attempt {n}") for n in (1, 2, 3)]
    assert statuses(connection) == {"failed": 1}


def test_one_bad_effect_fails_its_own_job_alone(database_url: str, connection: Connection) -> None:
    connection.execute("update mediaq.queues set max_attempts = 1")
    good = [insert_feedback(connection) for _ in range(5)]
    bad = insert_feedback(connection)
    undone: list[UUID] = []

    async def handler(job: Job, report: Report) -> Done:
        if job.payload["feedback_id"] != bad:
            return speak(job)
        refused = {"feedback_id": -1, "segments": ["x"], "version": "test"}
        return Done([Effect("pipeline.record_ssml", refused)], undo=lambda: undone.append(job.id))

    asyncio.run(drain(database_url, handler, concurrency=10))
    assert statuses(connection) == {"completed": 5, "failed": 1}
    assert value(connection, "select count(*) from mediaq.analysis_ssml_segments") == len(good)
    assert value(connection, "select error_code from mediaq.ssml_jobs where status = 'failed'") == (
        "effects_failed"
    )
    assert len(undone) == 1


def test_a_late_result_changes_nothing(database_url: str, connection: Connection) -> None:
    insert_feedback(connection)
    undone: list[UUID] = []

    async def scenario() -> None:
        gate = Gate(lambda job: Done(speak(job).effects, lambda: undone.append(job.id)))
        async with running(database_url, gate):
            job = await gate.started.get()
            connection.execute(
                "update mediaq.ssml_jobs set lease_expires_at = mediaq.now() - interval '1 s'"
            )
            connection.execute("select mediaq.rescue('mediaq.ssml_jobs')")
            connection.execute("select mediaq.pause('mediaq.ssml_jobs')")
            gate.opened.set()
            await until(lambda: undone == [job.id])

    asyncio.run(scenario())
    assert value(connection, "select count(*) from mediaq.analysis_ssml_segments") == 0
    assert statuses(connection)["completed"] == 0


def test_cancel_stops_the_handler_without_waiting_for_a_beat(
    database_url: str, connection: Connection
) -> None:
    Queue(connection).add_one()
    connection.execute("update mediaq.queues set lease = '1 hour'")

    async def scenario() -> None:
        gate = Gate()
        async with running(database_url, gate):
            job = await gate.started.get()
            connection.execute("select mediaq.cancel('mediaq.ssml_jobs', %s)", [[job.id]])
            assert await gate.stopped.get() == job

    asyncio.run(scenario())
    assert statuses(connection) == {"canceled": 1}


def test_the_beat_carries_progress_and_keeps_the_lease(
    database_url: str, connection: Connection
) -> None:
    connection.execute("update mediaq.queues set lease = '400 ms'")
    Queue(connection).add_one()

    async def scenario() -> None:
        gate = Gate(progress=37.9)
        async with running(database_url, gate):
            await gate.started.get()
            first = value(connection, "select lease_expires_at from mediaq.ssml_jobs")
            await until(
                lambda: value(
                    connection,
                    "select progress = 37 and lease_expires_at > %s + interval '1 s'"
                    " from mediaq.ssml_jobs",
                    first,
                )
            )
            gate.opened.set()

    asyncio.run(scenario())
    assert statuses(connection) == {"completed": 1}
    assert value(connection, "select count(*) from mediaq.job_errors") == 0


def test_a_waiting_worker_is_woken_by_the_insert(database_url: str, connection: Connection) -> None:
    async def scenario() -> None:
        gate = Gate()
        gate.opened.set()
        async with running(database_url, gate, poll_seconds=3600.0):
            await until(lambda: value(connection, "select count(*) from mediaq.workers") == 1)
            Queue(connection).add_one()
            await gate.started.get()

    asyncio.run(scenario())
    assert statuses(connection) == {"completed": 1}


def test_a_worker_outlives_its_connections(database_url: str, connection: Connection) -> None:
    # A claim may be lost with its connection; then its job comes back with the lease.
    connection.execute("update mediaq.queues set lease = '1 s'")

    async def scenario() -> None:
        gate = Gate()
        gate.opened.set()
        async with running(database_url, gate, poll_seconds=3600.0):
            for _ in range(3):
                Queue(connection).add_one()
                await gate.started.get()
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            await until(lambda: statuses(connection) == {"completed": 3})

    asyncio.run(scenario())


def test_another_worker_takes_over_lapsed_jobs(database_url: str, connection: Connection) -> None:
    connection.execute("update mediaq.queues set lease = '300 ms'")
    queue = Queue(connection)
    queue.add(2)
    queue.claim(2)
    asyncio.run(drain_until_completed(database_url, connection, 2))
    rows = connection.execute("select distinct attempts, crashes from mediaq.ssml_jobs")
    assert rows.fetchall() == [(2, 1)]


async def drain_until_completed(url: str, connection: Connection, count: int) -> None:
    async with running(url, nothing):
        await until(lambda: statuses(connection)["completed"] == count)
