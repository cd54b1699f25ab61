"""What every script stands on: findings, the clock, and what must hold after each step."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.kit.connections import Connection
from tests.model.database import Verbs
from tests.model.state import LEASE, RETENTION, Job, Model, Token

QUEUES = st.sampled_from(["ssml_jobs", "ssml_jobs", "audio_jobs"])
TICKS = st.sampled_from([timedelta(milliseconds=1), LEASE / 2, LEASE * 1.01, RETENTION * 1.01])
MOST_FINDINGS = 4
FINDING = st.integers(0, MOST_FINDINGS - 1)


class Base(RuleBasedStateMachine):
    """One example; `connection` is set by who runs it."""

    connection: ClassVar[Connection]

    def __init__(self) -> None:
        super().__init__()
        self.verbs = Verbs(self.connection)
        self.model = Model(self.verbs.start)
        self.verbs.clock(self.model.now)
        self.tokens: list[Token] = []
        self.add()

    def teardown(self) -> None:
        self.verbs.close()

    @precondition(lambda self: len(self.model.feedback) < MOST_FINDINGS)
    @rule()
    def add(self) -> None:
        feedback = self.verbs.add()
        self.model.feedback[feedback] = "queued", "queued"
        self._appears("ssml_jobs", feedback)

    def _appears(self, queue: str, feedback: int, priority: int = 0) -> None:
        id = self.verbs.job_of(queue, feedback)
        self.model.jobs[id] = Job(queue, feedback, self.model.now, priority)

    @rule(which=FINDING, priority=st.integers(-2, 2), delay=st.integers(-5, 5))
    def plan(self, which: int, priority: int, delay: int) -> None:
        feedback = self._finding(which)
        for id, job in self.model.jobs.items():
            if job.feedback == feedback and job.queue == "ssml_jobs" and job.status == "queued":
                job.priority = priority
                job.run_at = self.model.now + timedelta(seconds=delay)
                self.verbs.plan(id, job.priority, job.run_at)

    @rule(which=FINDING)
    def rewrite(self, which: int) -> None:
        feedback = self._finding(which)
        self.verbs.rewrite(feedback)
        self.model.forget(feedback)
        self._appears("ssml_jobs", feedback)

    def _finding(self, which: int) -> int:
        return sorted(self.model.feedback)[which % len(self.model.feedback)]

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
        found = self.verbs.jobs()
        expected = {id: _row(job) for id, job in self.model.jobs.items()}
        wrong = [(found.get(id), row) for id, row in expected.items() if found.get(id) != row]
        assert not wrong, f"found, expected: {wrong}"
        assert found.keys() == expected.keys()

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
