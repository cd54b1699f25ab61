"""Random scripts of the queue's verbs, one SQL function a step, checked against the model.

No threads and no sleeps: time moves only by `tick`. Tokens are never thrown away, so most writes
come from workers that lost their lease long ago.
"""

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.kit.connections import Connection
from tests.model.base import QUEUES, Base
from tests.model.state import CAP, LIVE, RETENTION, Token
from tests.model.workers import Workers


class QueueMachine(Workers):
    """Steps of upkeep and of people."""

    @rule(queue=QUEUES)
    def rescue(self, queue: str) -> None:
        lapsed = self.model.lapsed(queue)
        for job in lapsed:
            job.crash(self.model.now)
            self.model.follow(job)
        back = [job for job in lapsed if job.status == "queued"]
        assert self.verbs.rescue(queue) == (len(back), len(lapsed) - len(back))
        for id in [id for id, job in self.model.jobs.items() if any(job is b for b in back)]:
            first = self.model.jobs[id].crashes == 1
            self._comes_back(id, timedelta(0), timedelta(0) if first else CAP)

    @rule(token=Base.tokens)
    def cancel(self, token: Token) -> None:
        job, now = self.model.jobs.get(token.id), self.model.now
        expected = "not_found" if job is None else "already_finished"
        if job and job.status in LIVE:
            job.end("canceled", now, keep_lease=False)
            self.model.follow(job)
            expected = "canceled"
        elif job and job.status == "canceled":
            expected = "already_canceled"
        assert self.verbs.cancel(token.queue, [token.id]) == {token.id: expected}

    @rule(given=st.none() | st.lists(Base.tokens, min_size=1, max_size=2), queue=QUEUES)
    def retry(self, given: list[Token] | None, queue: str) -> None:
        ids = None if given is None else [t.id for t in given]
        wanted = ("failed",) if ids is None else ("failed", "canceled")
        chosen = {
            id: job
            for id, job in self.model.jobs.items()
            if job.queue == queue and job.status in wanted and (ids is None or id in ids)
        }
        assert self.verbs.retry(queue, ids) == set(chosen)
        for job in chosen.values():
            job.restart(self.model.now)
            self.model.follow(job)

    @rule(queue=QUEUES, on=st.sampled_from([True, False, False]))
    def pause(self, queue: str, on: bool) -> None:
        self.verbs.pause(queue, on)
        (self.model.paused.add if on else self.model.paused.discard)(queue)

    @rule(queue=QUEUES)
    def prune(self, queue: str) -> None:
        before = self.model.now - RETENTION
        old = [
            id
            for id, job in self.model.jobs.items()
            if job.queue == queue and job.ended is not None and job.ended < before
        ]
        assert self.verbs.prune(queue) == len(old)
        for id in old:
            del self.model.jobs[id]


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
