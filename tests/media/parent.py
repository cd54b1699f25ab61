"""A process that holds a tool, to be killed: `python -m tests.media.parent TIER OUTPUT`."""

import asyncio
import sys
from pathlib import Path

from mediaq.media.sandbox import Limits, run_tool, tier

if __name__ == "__main__":
    kind, output = sys.argv[1:]
    assert kind in ("bubblewrap", "rlimits")
    asyncio.run(
        run_tool(
            "tests.media.tool",
            {"do": "hold"},
            source=None,
            output=Path(output),
            limits=Limits(),
            tier=tier("bubblewrap" if kind == "bubblewrap" else "rlimits"),
            packages=[Path(__file__).parents[1]],
        )
    )
