"""Random scripts of the queue's verbs, one SQL function a step, checked against the model.

No threads and no sleeps: time moves only by `tick`. Tokens are never thrown away, so many writes
come from workers that lost their lease long ago. The steps here are short stories that single
random steps would seldom make.
"""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.kit.connections import Connection
from tests.model.base import QUEUES
from tests.model.people import People
from tests.model.state import CAP, LEASE, RETENTION


class QueueMachine(People):
    """All steps."""

    @rule(queue=QUEUES, ends=st.lists(st.sampled_from(["error", "crash"]), min_size=1, max_size=3))
    def struggle(self, queue: str, ends: list[str]) -> None:
        """Try after try ends badly, as random steps alone seldom do to one job."""
        for end in ends:
            self.claim(queue, 1)
            if self.tokens and end == "error":
                self.fail(0, False, None)
            elif end == "crash":
                self.tick(LEASE * 1.01)
                self.rescue(queue)
            self.tick(CAP)

    @rule(queue=QUEUES)
    def come_late(self, queue: str) -> None:
        """A job is lost and taken by another; then its first worker writes in every way."""
        self.claim(queue, 1)
        self.rescue(queue)
        self.tick(LEASE * 1.01)
        self.rescue(queue)
        self.claim(queue, 3)
        for back, token in enumerate(reversed(self.tokens)):
            job = self.model.jobs.get(token.id)
            if job and job.status == "processing" and job.lease != token.lease:
                self.heartbeat([back], 7)
                self.fail(back, False, None)
                self.release([back])
                self.complete([back])
                return

    @rule(queue=QUEUES, way=st.integers(0, 2), again=st.booleans())
    def meddle(self, queue: str, way: int, again: bool) -> None:
        """A job ends; then whoever can writes to it all the same."""
        self.claim(queue, 1)
        if not self.tokens:
            return
        if way == 0:
            self.complete([0])
        elif way == 1:
            self.fail(0, True, None)
        self.cancel(0)
        self.complete([0])
        self.fail(0, False, None)
        if again:
            self.retry([0], self.tokens[-1].queue)

    @rule(queue=QUEUES)
    def grow_old(self, queue: str) -> None:
        """Old jobs of which one has just ended, one runs, and others wait: none of these goes."""
        self.tick(RETENTION * 1.01)
        self.claim(queue, 2)
        if self.tokens:
            self.complete([0])
        self.prune(queue)


def run_machine(
    connection: Connection, examples: int, *, shrink: bool = True, derandomize: bool = True
) -> None:
    """Runs so many scripts; the first that contradicts the model is raised."""
    bound = type("BoundMachine", (QueueMachine,), {"connection": connection})
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    run_state_machine_as_test(
        bound,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            phases=phases,
            derandomize=derandomize,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
