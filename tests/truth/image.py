"""Files with known faults: pictures that stand still."""

from tests.truth.case import Case

CASES: tuple[Case, ...] = ()
