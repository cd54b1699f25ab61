"""The queue's words and the public ones. The queue says `queued`; the `/api/media/*` routes say
`pending`. This is the one place that knows."""

from typing import Literal, get_args

QueueStatus = Literal["queued", "processing", "completed", "failed", "canceled"]
MediaStatus = Literal["pending", "processing", "completed", "failed", "canceled"]
STATUSES: tuple[QueueStatus, ...] = get_args(QueueStatus)
ENDED = frozenset(("completed", "failed", "canceled"))


def to_media(status: QueueStatus) -> MediaStatus:
    """A queue's status as the `/api/media/*` routes say it."""
    return "pending" if status == "queued" else status


def to_queue(status: str) -> str:
    """A status in either vocabulary as the queue says it."""
    return "queued" if status == "pending" else status
