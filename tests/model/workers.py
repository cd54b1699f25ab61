"""Steps of workers: they claim, and write with tokens that may be long lost."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.base import QUEUES, Base
from tests.model.state import LEASE, Token, longest_wait

DELAYS = st.sampled_from([None, None, timedelta(0), timedelta(seconds=30)])
# Counted from the newest: the first is often held, the others are mostly lost.
TOKEN = st.integers(0, 5)
TOKENS = st.lists(TOKEN, min_size=1, max_size=3, unique=True)
some_tokens = precondition(lambda self: self.tokens)


class Workers(Base):
    """What workers do."""

    @rule(queue=QUEUES, max_jobs=st.integers(1, 3))
    def claim(self, queue: str, max_jobs: int) -> None:
        due = self.model.due(queue)
        claimed = self.verbs.claim(queue, max_jobs)
        taken = [token.id for token, *_ in claimed]
        if self.model.looked(queue):
            assert set(taken) == set(due[:max_jobs])
        else:
            assert set(taken) <= set(due)
            assert len(taken) <= max_jobs
            assert taken or not due
        assert len({token.lease for token, *_ in claimed}) == len(claimed)
        newest = self.model.newest
        for token, attempt, payload in claimed:
            job = self.model.jobs[token.id]
            assert token.lease > newest, "leases rise"
            self.model.newest = max(self.model.newest, token.lease)
            job.take(token.lease, self.model.now)
            self.model.follow(job)
            assert attempt == job.attempts
            assert payload == {"feedback_id": job.feedback, "crashes": job.crashes}
            self.tokens.append(token)

    def _picked(self, given: list[int]) -> list[tuple[str, list[Token]]]:
        """The tokens so far back, without doubles, for each queue."""
        picked = {self._token(back) for back in given}
        queues = sorted({token.queue for token in picked})
        return [(queue, sorted(t for t in picked if t.queue == queue)) for queue in queues]

    def _token(self, back: int) -> Token:
        return self.tokens[-1 - back % len(self.tokens)]

    @some_tokens
    @rule(given=TOKENS, progress=st.integers(0, 99))
    def heartbeat(self, given: list[int], progress: int) -> None:
        for queue, mine in self._picked(given):
            expected = set(self.model.held(mine))
            assert self.verbs.heartbeat(queue, mine, progress) == expected
            for job in (self.model.jobs[id] for id in expected):
                job.expires = self.model.now + LEASE
                job.progress = max(job.progress, progress)

    @some_tokens
    @rule(given=TOKENS)
    def complete(self, given: list[int]) -> None:
        for queue, mine in self._picked(given):
            expected = {token: self._complete(token) for token in mine}
            assert self.verbs.complete(queue, mine) == expected
            for token in (token for token, outcome in expected.items() if outcome == "done"):
                if queue == "ssml_jobs":
                    job = self.model.jobs[token.id]
                    self._appears("audio_jobs", job.feedback, job.priority)

    def _complete(self, token: Token) -> str:
        job = self.model.jobs.get(token.id)
        if job is None or job.lease != token.lease or job.status not in ("processing", "completed"):
            return "lost"
        if job.status == "completed":
            return "already"
        job.progress = 100
        job.end("completed", self.model.now, keep_lease=True)
        self.model.follow(job)
        return "done"

    @some_tokens
    @rule(back=TOKEN, permanent=st.sampled_from([False, False, True]), delay=DELAYS)
    def fail(self, back: int, permanent: bool, delay: timedelta | None) -> None:
        token = self._token(back)
        job, now = self.model.jobs.get(token.id), self.model.now
        expected = "lost"
        if job and job.held_by(token.lease):
            expected = job.fail(now, permanent=permanent)
            self.model.follow(job)
        elif job and job.lease == token.lease and job.status in ("queued", "failed"):
            expected = "already"
        assert self.verbs.fail(token, permanent, delay) == expected
        if job and expected == "retried":
            exact = longest_wait(job.errors)
            self._comes_back(token.id, exact / 2 if delay is None else delay, delay or exact)

    @some_tokens
    @rule(given=TOKENS)
    def release(self, given: list[int]) -> None:
        for queue, mine in self._picked(given):
            expected = set(self.model.held(mine))
            assert self.verbs.release(queue, mine) == expected
            for job in (self.model.jobs[id] for id in expected):
                job.unfinished, job.run_at = 0, self.model.now
                job.end("queued", self.model.now, keep_lease=False)
                self.model.follow(job)
