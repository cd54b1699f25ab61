"""What an origin's status means: whether there is something, and whether asking again may help."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mediaq.errors import FetchFailed, SourceNotFound, SourceRefused
from mediaq.media.fetch.outbound import Answer

_TRY_AGAIN = (408, 425, 429)
_LONGEST_WAIT = 3600.0


def check_status(answer: Answer) -> None:
    """Raises unless the body is the thing itself: SourceNotFound and SourceRefused for good,
    FetchFailed (with the origin's Retry-After) for now."""
    status = answer.status
    if status in (200, 203):
        return
    if status in (404, 410):
        raise SourceNotFound(f"The origin answers {status}: there is nothing at this URL.")
    if status >= 500 or status in _TRY_AGAIN:
        wait = retry_after(answer.headers.get("retry-after", ""))
        raise FetchFailed(f"The origin answers {status}.", retry_after=wait)
    raise SourceRefused(f"The origin answers {status}.")


def retry_after(text: str) -> float | None:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3), at most an hour; None without one."""
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_WAIT)
