"""Times as words: clock notation in running text, and the moment at which a finding stands."""

import re

from mediaq.speech.durations import duration
from mediaq.speech.numbers import cardinal
from mediaq.speech.quantity import LEFT, RIGHT

# Frames follow a semicolon where frame numbers are dropped (SMPTE ST 12-1).
_TIME = r"(?:\d{1,2}:)?\d{1,2}:[0-5]\d(?:[.,]\d{1,3}|[:;]\d{2})?"
CLOCK = rf"{LEFT}(?P<from>{_TIME})(?:\s?[-–—]\s?(?P<till>{_TIME}))?{RIGHT}"

_PARTS = re.compile(
    r"(?:(?P<h>\d+):)?(?P<m>\d+):(?P<s>\d+)(?:[.,](?P<fraction>\d+))?(?:[:;](?P<frame>\d+))?"
)


def clock(match: re.Match[str]) -> str:
    """ "00:01:23.5" → "one minute twenty-three point five seconds"; ranges with "to"."""
    till = match["till"]
    return _read(match["from"]) + (f" to {_read(till)}" if till else "")


def moment(milliseconds: int) -> tuple[str, str]:
    """A place in time, as written and in words; tenths only below ten seconds."""
    seconds = milliseconds // 1000
    tenths = milliseconds % 1000 // 100
    if seconds < 10 and tenths:
        return f"{seconds}.{tenths} s", duration(0, 0, seconds, str(tenths))
    hours, rest = divmod(seconds, 3600)
    minutes, second = divmod(rest, 60)
    written = f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"
    return written, duration(hours, minutes, second)


def _read(text: str) -> str:
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return text
    fraction = (parts["fraction"] or "").rstrip("0")
    words = duration(int(parts["h"] or 0), int(parts["m"]), int(parts["s"]), fraction)
    return words + (f", frame {cardinal(int(parts['frame']))}" if parts["frame"] else "")
