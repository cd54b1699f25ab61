"""What one tool process may use."""

import math
from dataclasses import dataclass

from mediaq.settings import MIB, Settings


@dataclass(frozen=True)
class Limits:
    """Enforced by the kernel, except `wall_seconds`, which the parent watches.

    `memory_bytes` is address space; `file_bytes` the size of one file, and of all that it writes
    together, which the parent watches; `processes` counts threads too and does not bind root.
    """

    wall_seconds: float = 1800.0
    cpu_seconds: int = 3600
    memory_bytes: int = 1024 * MIB
    file_bytes: int = 4096 * MIB
    open_files: int = 256
    processes: int = 64

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """The limits that the settings ask for; two decoding threads may use the whole time."""
        return cls(
            wall_seconds=settings.tool_seconds,
            cpu_seconds=2 * math.ceil(settings.tool_seconds),
            memory_bytes=settings.tool_memory_bytes,
            file_bytes=settings.tool_output_bytes,
        )
