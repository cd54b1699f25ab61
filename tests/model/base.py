"""What every script stands on: findings, the clock, and what must hold after each step."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
)

from tests.kit.connections import Connection
from tests.model.database import Verbs
from tests.model.state import LEASE, RETENTION, Job, Model, Token

QUEUES = st.sampled_from(["ssml_jobs", "ssml_jobs", "audio_jobs"])
TICKS = st.sampled_from([timedelta(milliseconds=1), LEASE / 2, LEASE * 1.01, RETENTION * 1.01])


class Base(RuleBasedStateMachine):
    """One example; `connection` is set by who runs it."""

    connection: ClassVar[Connection]
    tokens: Bundle[Token] = Bundle("tokens")
    findings: Bundle[int] = Bundle("findings")

    def __init__(self) -> None:
        super().__init__()
        self.verbs = Verbs(self.connection)
        self.model = Model(self.verbs.start)
        self.verbs.clock(self.model.now)

    def teardown(self) -> None:
        self.verbs.close()

    @rule(target=findings, count=st.integers(1, 3))
    def add(self, count: int) -> MultipleResults[int]:
        added = [self.verbs.add() for _ in range(count)]
        for feedback in added:
            self.model.feedback[feedback] = "queued", "queued"
            self._appears("ssml_jobs", feedback)
        return multiple(*added)

    def _appears(self, queue: str, feedback: int) -> None:
        self.model.jobs[self.verbs.job_of(queue, feedback)] = Job(queue, feedback, self.model.now)

    @rule(feedback=findings, priority=st.integers(-2, 2), delay=st.integers(-5, 5))
    def plan(self, feedback: int, priority: int, delay: int) -> None:
        for id, job in self.model.jobs.items():
            if job.feedback == feedback and job.queue == "ssml_jobs" and job.status == "queued":
                job.priority = priority
                job.run_at = self.model.now + timedelta(seconds=delay)
                self.verbs.plan(id, job.priority, job.run_at)

    @rule(feedback=findings)
    def rewrite(self, feedback: int) -> None:
        self.verbs.rewrite(feedback)
        self.model.forget(feedback)
        self._appears("ssml_jobs", feedback)

    @rule(by=TICKS)
    def tick(self, by: timedelta) -> None:
        self.model.now += by
        self.verbs.clock(self.model.now)

    def _comes_back(self, id: UUID, least: timedelta, most: timedelta) -> None:
        """The back-off has jitter: it is checked against its bounds, then taken over."""
        run_at = self.verbs.jobs()[id][-1]
        assert least <= run_at - self.model.now <= max(least, most)
        self.model.jobs[id].run_at = run_at

    @invariant()
    def the_jobs_are_as_the_model_says(self) -> None:
        assert self.verbs.jobs() == {id: _row(job) for id, job in self.model.jobs.items()}

    @invariant()
    def the_findings_follow_their_jobs(self) -> None:
        assert self.verbs.feedback() == self.model.feedback

    @invariant()
    def every_bad_end_is_in_the_history(self) -> None:
        written = self.verbs.history()
        expected = {id: job.history for id, job in self.model.jobs.items() if job.history}
        assert {id: rows for id, rows in written.items() if id in self.model.jobs} == expected


def _row(job: Job) -> tuple[Any, ...]:
    return (
        *(job.queue, job.feedback, job.status, job.priority, job.lease, job.expires),
        *(job.attempts, job.crashes, job.progress, job.ended, job.run_at),
    )
