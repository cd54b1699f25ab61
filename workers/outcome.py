"""How a handler ended, on its way to the database."""

from dataclasses import dataclass

from mediaq.errors import MediaqError
from mediaq.queue.job import Done
from workers.holding import Held


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
            return cls(error.code, error.detail, error.permanent, error.extra.get("retry_after"))
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
