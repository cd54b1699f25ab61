"""The queue's verbs do what the model says, whatever the order in which they are called.

`MEDIAQ_MODEL_EXAMPLES=2000` runs that many random scripts instead of the fixed few.
"""

import os

import pytest

from tests.kit.connections import Connection
from tests.model.machine import run_machine

GIVEN = os.environ.get("MEDIAQ_MODEL_EXAMPLES")


@pytest.mark.timeout(0 if GIVEN else 120)
def test_random_scripts_agree_with_the_model(connection: Connection) -> None:
    run_machine(connection, int(GIVEN or 60), shrink=False, derandomize=not GIVEN)
