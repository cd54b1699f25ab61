"""The jobs that a worker process holds, each with the task that works on it."""

import asyncio
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from mediaq.queue.job import Job


class Stop(Enum):
    """Why a handler is being stopped."""

    LOST = "lost"
    RELEASE = "release"


@dataclass(eq=False)
class Held:
    """One job in work. `renewed` is the local time at which the newest successful renewal was
    *sent*, so a slow success does not extend trust."""

    job: Job
    renewed: float
    progress: float = 0.0
    settling: bool = False
    stopped: Stop | None = None
    task: "asyncio.Task[None] | None" = None

    def stop(self, reason: Stop) -> None:
        """Stops the handler, unless its outcome is already on its way to the database."""
        if not self.settling and self.stopped is None and self.task is not None:
            self.stopped = reason
            self.task.cancel()


class Holding:
    """All jobs in work, and the room for more. A place is kept until the database has
    acknowledged the outcome.

    A suspect (a worker was lost while it ran) runs alone in its process, and others are given back
    meanwhile: should it happen again, only the guilty one pays.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.changed = asyncio.Event()
        self._held: dict[UUID, Held] = {}
        self._suspect: Held | None = None
        self._wary = False

    def __len__(self) -> int:
        return len(self._held)

    @property
    def free(self) -> int:
        """Places left."""
        return self.capacity - len(self._held)

    def all(self) -> list[Held]:
        """Those in work now."""
        return list(self._held.values())

    def may_claim(self, room: int, reserved: int) -> int:
        """How many of `room` jobs to ask for: none beside a suspect, and one at a time after there
        were more of them than one."""
        if self._suspect is not None:
            return 0
        return min(room, 1 - reserved) if self._wary else room

    def add(self, held: Held) -> bool:
        """Takes a place; False when it is a second suspect, to be given back. A job claimed again
        replaces its lost attempt that still winds down."""
        self._held[held.job.id] = held
        if not held.job.suspect:
            self._wary = False
        elif self._suspect is None:
            self._suspect = held
        else:
            self._wary = True
            return False
        return True

    def remove(self, held: Held) -> None:
        """Frees the place, unless a newer claim of the same job has it now."""
        if self._held.get(held.job.id) is held:
            del self._held[held.job.id]
        if self._suspect is held:
            self._suspect = None
        self.changed.set()
