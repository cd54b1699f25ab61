"""What a finding is made from: code, grade, unit, threshold, source and wording.

Messages are shown and spoken: plain sentences, number and unit, no times of day or positions.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["critical", "error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding. `{value}` in the message is the measurement; other names are given
    by whoever raises the finding."""

    code: str
    severity: Severity
    unit: str | None
    threshold: float | None
    source: str
    message: str
    suggestion: str

    @property
    def category(self) -> str:
        """`video`, `audio`, `speech`, `caption`, `image` or `doc`: the first half of the code."""
        return self.code.partition(".")[0]


FILTER = "filter default of FFmpeg"
OWN = "mediaq"
HEALTH = "stream health check"
