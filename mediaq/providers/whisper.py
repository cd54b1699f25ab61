"""The local engine: a Whisper model in CTranslate2's format, run by faster-whisper in a sandboxed
process of its own. It takes the model that is there and downloads nothing."""

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from mediaq.errors import ProviderNotReady
from mediaq.media.limits import Limits
from mediaq.media.sandbox import Tier, run_tool
from mediaq.providers.transcript import Progress, Recording, Transcript
from mediaq.settings import Settings

TOOL = "mediaq.analyzers.recognition.whisper_tool"
MOST_THREADS = 4


@dataclass(frozen=True)
class LocalWhisper:
    """One model directory, as a transcriber."""

    model: Path
    limits: Limits
    tier: Tier
    max_pixels: int
    name: str = "whisper"

    @classmethod
    def configured(cls, settings: Settings, tier: Tier) -> "Iterator[LocalWhisper]":
        """One if the settings name a model, else none."""
        if settings.whisper_model is None:
            return
        threads = min(os.cpu_count() or 1, MOST_THREADS)
        limits = Limits(
            wall_seconds=settings.whisper_seconds,
            cpu_seconds=threads * math.ceil(settings.whisper_seconds),
            memory_bytes=settings.whisper_memory_bytes,
        )
        yield cls(settings.whisper_model.expanduser(), limits, tier, settings.max_pixels)

    def check(self) -> None:
        """Raises ProviderNotReady when the extra or the model is missing."""
        if find_spec("faster_whisper") is None:
            raise ProviderNotReady("faster-whisper is not installed: pip install 'mediaq[whisper]'")
        if not (self.model / "model.bin").is_file():
            raise ProviderNotReady(
                f"MEDIAQ_WHISPER_MODEL={self.model} is no directory with a model.bin in"
                " CTranslate2's format"
            )

    async def transcribe(self, recording: Recording, progress: Progress) -> Transcript:
        """Raises ProviderNotReady, ToolFailed, ToolTimeout, and what opening media raises."""
        self.check()
        output = recording.scratch / "whisper"
        output.mkdir()
        answer = await run_tool(
            TOOL,
            {
                "language": recording.language,
                "max_seconds": recording.max_seconds,
                "max_pixels": self.max_pixels,
                "threads": min(os.cpu_count() or 1, MOST_THREADS),
            },
            source=recording.source,
            output=output,
            limits=self.limits,
            tier=self.tier,
            on_progress=progress,
            data=self.model,
        )
        return Transcript.of(self.name, self.model.name, answer)
