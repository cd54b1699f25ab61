"""A broken input, and what may come of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# The only failures that a file may cause: permanent, each with a code of its own.
REFUSALS = frozenset(
    {"empty_media", "unsupported_media", "media_invalid", "media_too_large", "media_too_long"}
)
# An engine may end itself where what a file unpacks to does not fit into its memory.
GAVE_UP = "tool_gave_up"
# What the analyzer says of a file that is not whole.
DAMAGE = frozenset(
    f"{kind}.{fault}"
    for kind in ("video", "audio")
    for fault in ("truncated", "undecodable", "no_video", "no_audio", "too_long")
)
# The mark of an answer without such a finding: enough is left to be a file of its own.
READABLE = "readable"
CLEAR = REFUSALS | DAMAGE
ANY = CLEAR | {READABLE}

# In the bytes of a case: a path beside it, and a port on loopback where nobody may call.
HERE, PORT = "@NEIGHBOUR@", "@PORT@"


@dataclass(frozen=True)
class Broken:
    """`make` gives the bytes. One of `marks`, codes of refusals or findings, must come of it.

    With `gate` its first bytes are looked at before, as a worker does; without, the analyzer gets
    it as `media_type`, whatever it is.
    """

    name: str
    make: Callable[[], bytes]
    filename: str = "clip.mp4"
    marks: frozenset[str] = CLEAR
    gate: bool = True
    media_type: str = "unknown"

    def bytes(self, neighbour: Path, port: int) -> bytes:
        """The file, with the real neighbour and port in it."""
        data = self.make().replace(PORT.encode(), str(port).encode())
        return data.replace(HERE.encode(), str(neighbour).encode())


def only(*codes: str) -> frozenset[str]:
    """Marks by name."""
    return frozenset(codes)


def cast(seed: int, name: str) -> random.Random:
    """The dice of one case: the same for the same seed and name, wherever and whenever."""
    return random.Random(f"{seed}/{name}")
