"""The local engine that reads text in pictures: RapidOCR, in a sandboxed process of its own."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mediaq.media.limits import Limits
from mediaq.media.sandbox import Tier, run_tool
from mediaq.settings import Settings

TOOL = "mediaq.analyzers.recognition.ocr_tool"
MOST_THREADS = 4


def installed() -> bool:
    """Whether the extra `ocr` is."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@dataclass(frozen=True)
class LocalOcr:
    """The engine within its limits: it begins no page after `seconds`, and is ended at twice that
    time."""

    tier: Tier
    limits: Limits
    seconds: float
    max_pixels: int
    name: str = "rapidocr"

    @classmethod
    def of(cls, settings: Settings, tier: Tier) -> "LocalOcr":
        """As the settings have it."""
        wall = 2 * settings.ocr_seconds
        limits = Limits(
            wall_seconds=wall,
            cpu_seconds=max(1, int(MOST_THREADS * wall)),
            memory_bytes=settings.ocr_memory_bytes,
        )
        return cls(tier, limits, settings.ocr_seconds, settings.max_pixels)

    async def read(
        self,
        source: Path,
        media_type: str,
        pages: Sequence[int],
        *,
        output: Path,
        progress: Callable[[float], None],
    ) -> dict[str, Any]:
        """The answer of `mediaq.analyzers.recognition.ocr_tool`, which leaves nothing in `output`.

        Raises ProviderNotReady, ToolFailed, ToolTimeout, and what opening the file raises.
        """
        return await run_tool(
            TOOL,
            {
                "media_type": media_type,
                "pages": list(pages),
                "seconds": self.seconds,
                "max_pixels": self.max_pixels,
                "threads": min(os.cpu_count() or 1, MOST_THREADS),
            },
            source=source,
            output=output,
            limits=self.limits,
            tier=self.tier,
            on_progress=progress,
        )
