"""What a check of `mediaq doctor` answers, and how checks are run."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from mediaq.errors import MediaqError

Status = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Check:
    """One finding: what is so, and, unless it is ok, what to do."""

    name: str
    status: Status
    message: str
    do: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


async def guarded(name: str, look: Callable[[], Awaitable[Check]], do: str) -> Check:
    """The check's answer; a failure of the look itself is a failed check."""
    try:
        return await look()
    except (MediaqError, OSError, TimeoutError) as error:
        why = error.detail if isinstance(error, MediaqError) else str(error) or "no answer in time"
        return Check(name, "fail", why, do)
