"""What a worker holds and what a handler gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID


class Job(NamedTuple):
    """A claimed job. `lease` is the fencing token that every later write names."""

    queue: str
    id: UUID
    lease: int
    attempt: int
    payload: Mapping[str, Any]

    @property
    def suspect(self) -> bool:
        """Whether a worker was lost while it ran, of which it may be the cause."""
        return bool(self.payload.get("crashes"))


@dataclass(frozen=True)
class Effect:
    """A named statement to run in the transaction that completes the job."""

    statement: str
    params: Mapping[str, Any]


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Done:
    """A handler's result: effects for the completing transaction, and how to take back what it
    left outside the database should that transaction never commit."""

    effects: Sequence[Effect] = ()
    undo: Callable[[], None] = _nothing
