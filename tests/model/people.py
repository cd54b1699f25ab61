"""Steps of upkeep and of people."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.base import QUEUES
from tests.model.state import CAP, LIVE, RETENTION
from tests.model.workers import TOKEN, TOKENS, Workers, some_tokens


class People(Workers):
    """What upkeep and people do."""

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

    @some_tokens
    @rule(back=TOKEN)
    def cancel(self, back: int) -> None:
        token = self._token(back)
        job, now = self.model.jobs.get(token.id), self.model.now
        expected = "not_found" if job is None else "already_finished"
        if job and job.status in LIVE:
            job.end("canceled", now, keep_lease=False)
            self.model.follow(job)
            expected = "canceled"
        elif job and job.status == "canceled":
            expected = "already_canceled"
        assert self.verbs.cancel(token.queue, [token.id]) == {token.id: expected}

    @some_tokens
    @rule(given=st.none() | TOKENS, queue=QUEUES)
    def retry(self, given: list[int] | None, queue: str) -> None:
        ids = None if given is None else [self._token(back).id for back in given]
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
