"""How a handler ended, on its way to the database."""

from dataclasses import dataclass

from mediaq.errors import MediaqError, StorageFull
from mediaq.queue.job import Done
from workers.holding import Held

# A full disk is not emptied within a usual back-off.
FULL_SECONDS = 60.0


@dataclass(frozen=True)
class Failed:
    """A handler's failure; `delay` in seconds overrides the queue's backoff."""

    code: str
    error: str
    permanent: bool = False
    delay: float | None = None

    @classmethod
    def of(cls, error: Exception) -> "Failed":
        """What to record for an exception; those of ours know whether trying again helps."""
        if isinstance(error, MediaqError):
            delay = FULL_SECONDS if isinstance(error, StorageFull) else None
            delay = error.extra.get("retry_after", delay)
            return cls(error.code, error.detail, error.permanent, delay)
        return cls("error", f"{type(error).__name__}: {error}")


@dataclass(frozen=True)
class GivenBack:
    """No handler was started; the attempt is not charged."""


@dataclass(frozen=True)
class Outcome:
    """A job whose handler has ended."""

    held: Held
    result: Done | Failed | GivenBack

    def undo(self) -> None:
        """Takes back what a finished handler left outside the database."""
        if isinstance(self.result, Done):
            self.result.undo()
