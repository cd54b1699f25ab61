"""The queue as a dictionary: what every verb must answer and leave behind.

Written from the documented behaviour, not from the SQL: attempts are not counted but follow from
how each try ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

MAX_ATTEMPTS = 3
MAX_CRASHES = 3
LEASE = timedelta(seconds=10)
BASE = timedelta(seconds=1)
CAP = timedelta(seconds=1.5)
RETENTION = timedelta(days=7)
LIVE = ("queued", "processing")


class Token(NamedTuple):
    """What a claim handed out."""

    queue: str
    id: UUID
    lease: int


@dataclass
class Job:
    """One job. `lease` outlives the try that it belonged to where a repeated answer needs it."""

    queue: str
    feedback: int
    run_at: datetime
    priority: int = 0
    status: str = "queued"
    lease: int | None = None
    expires: datetime | None = None
    errors: int = 0
    crashes: int = 0
    unfinished: int = 0
    progress: int = 0
    ended: datetime | None = None
    history: list[tuple[int, str]] = field(default_factory=list)

    @property
    def attempts(self) -> int:
        """Tries that ended badly, and the one that is running or was the last."""
        return self.errors + self.crashes + self.unfinished

    def held_by(self, lease: int) -> bool:
        """Whether this lease may write now."""
        return self.status == "processing" and self.lease == lease

    def take(self, lease: int, now: datetime) -> None:
        """A claim."""
        self.status, self.lease, self.expires = "processing", lease, now + LEASE
        self.unfinished, self.progress = 1, 0

    def end(self, status: str, now: datetime, *, keep_lease: bool) -> None:
        """The end of the job, or of a try when the status is queued."""
        self.status, self.expires = status, None
        self.ended = None if status == "queued" else now
        if not keep_lease:
            self.lease = None

    def fail(self, now: datetime, *, permanent: bool) -> str:
        """A reported error."""
        self.history.append((self.attempts, "error"))
        self.errors, self.unfinished = self.errors + 1, 0
        spent = permanent or self.errors >= MAX_ATTEMPTS
        self.end("failed" if spent else "queued", now, keep_lease=True)
        return "failed" if spent else "retried"

    def crash(self, now: datetime) -> None:
        """A lapsed lease."""
        self.history.append((self.attempts, "crash"))
        self.crashes, self.unfinished = self.crashes + 1, 0
        self.end("failed" if self.crashes >= MAX_CRASHES else "queued", now, keep_lease=False)

    def restart(self, now: datetime) -> None:
        """A retry by a person."""
        self.errors = self.crashes = self.unfinished = self.progress = 0
        self.run_at = now
        self.end("queued", now, keep_lease=False)


@dataclass
class Model:
    """Everything that is known about two queues and the findings that they serve."""

    now: datetime
    jobs: dict[UUID, Job] = field(default_factory=dict)
    feedback: dict[int, tuple[str, str]] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)
    newest: int = 0
    swept: dict[str, datetime] = field(default_factory=dict)

    def due(self, queue: str) -> list[UUID]:
        """What a claim of everything would take, in its order."""
        waiting = [
            (job.priority, job.run_at, id)
            for id, job in self.jobs.items()
            if job.queue == queue and job.status == "queued" and job.run_at <= self.now
        ]
        return [] if queue in self.paused else [id for *_, id in sorted(waiting)]

    def looked(self, queue: str) -> bool:
        """Whether a claim now must follow the order exactly: a session may go on from where it was,
        and look at the whole queue only every second."""
        before = self.swept.get(queue)
        self.swept[queue] = self.now
        return before is None or self.now - before >= timedelta(seconds=1)

    def lapsed(self, queue: str) -> list[Job]:
        """What a rescue must take."""
        return [
            job
            for job in self.jobs.values()
            if job.queue == queue and job.expires is not None and job.expires < self.now
        ]

    def held(self, tokens: Iterable[Token]) -> list[UUID]:
        """The jobs among the tokens' whose lease is the newest and still held."""
        return [t.id for t in tokens if t.id in self.jobs and self.jobs[t.id].held_by(t.lease)]

    def follow(self, job: Job) -> None:
        """A finding shows what its jobs do: audio waits for SSML and is canceled without it."""
        ssml, audio = self.feedback[job.feedback]
        if job.queue == "audio_jobs":
            audio = job.status
        else:
            ssml = job.status
            audio = "canceled" if ssml in ("failed", "canceled") else "queued"
        self.feedback[job.feedback] = ssml, audio

    def forget(self, feedback: int) -> None:
        """A changed message: the finding starts anew."""
        for id in [id for id, job in self.jobs.items() if job.feedback == feedback]:
            del self.jobs[id]
        self.feedback[feedback] = "queued", "queued"


def longest_wait(failures: int) -> timedelta:
    """The back-off after so many failures, without its jitter."""
    factor: int = 2 ** (failures - 1)
    return min(CAP, BASE * factor)
