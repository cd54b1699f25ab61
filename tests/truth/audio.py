"""Files with known faults: sound."""

from tests.truth.case import Case

CASES: tuple[Case, ...] = ()
