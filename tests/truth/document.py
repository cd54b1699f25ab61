"""Files with known faults: documents."""

from tests.truth.case import Case

CASES: tuple[Case, ...] = ()
