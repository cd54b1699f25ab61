"""The transcription stage of an analysis. It always ends with a result: what was said, or why
nothing is written down. That an engine fails is no failure of the analysis."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mediaq import log
from mediaq.contracts.analysis import AnalysisOptions
from mediaq.db import jsonb
from mediaq.errors import BlobMissing, MediaqError, StorageFull
from mediaq.providers.chain import transcribers, with_first
from mediaq.providers.transcript import Recording, Transcriber, Transcript
from mediaq.providers.webvtt import webvtt
from mediaq.queue.job import Effect
from workers.parts import Parts

logger = log.get(__name__)
FILE = "transcript.vtt"


@dataclass(frozen=True)
class Written:
    """How the stage ended: a result row, a file, and the transcript if there is one."""

    result: dict[str, Any]
    files: tuple[dict[str, Any], ...] = ()
    transcript: Transcript | None = None

    @classmethod
    def skipped(cls, reason: str, detail: str | None = None) -> "Written":
        """Nothing was written down, because of `reason`."""
        said = {"no_speech": "Nothing is said.", "no_audio": "There is no sound."}
        result = {"status": "skipped", "reason": reason, "detail": detail}
        return cls(_row(result, said.get(reason, "Speech was not written down."), None))


@dataclass(frozen=True)
class Transcription:
    """Asks the engines in their order until one answers."""

    chain: tuple[Transcriber, ...]

    @classmethod
    def of(cls, parts: Parts) -> "Transcription":
        """With the engines that the settings configure."""
        return cls(transcribers(parts.settings, parts.tier))

    def reason_to_skip(self, options: AnalysisOptions, results: Sequence[Any]) -> str | None:
        """Why no engine is asked; `results` are those of the analyzer."""
        found = [row["result"] for row in results if row["analysis_type"] == "segments"]
        if options.transcribe_audio is False:
            return "not_asked"
        if not found:
            return "no_audio"
        if not any(segment["kind"] != "silence" for segment in found[0]["segments"]):
            return "no_speech"
        return None if self.chain else "no_provider"

    async def write(
        self, recording: Recording, first: str | None, report: Callable[[float], None]
    ) -> Written:
        """Writes the file into `recording.scratch`; `first` names the engine that goes first."""
        trouble = Written.skipped("no_provider")
        for engine in with_first(self.chain, first):
            try:
                transcript = await engine.transcribe(recording, report)
            except (StorageFull, BlobMissing):  # ours, and the job's to try again
                raise
            except MediaqError as error:
                logger.warning("transcription_failed", engine=engine.name, code=error.code)
                trouble = Written.skipped("provider_failed", f"{engine.name}: {error.code}")
                continue
            if not transcript.segments:
                return Written.skipped("no_speech")
            return await asyncio.to_thread(_kept, transcript, recording.scratch / FILE)
        return trouble


def effect(analysis_id: Any, transcript: Transcript) -> Effect:
    """The row of a transcript."""
    return Effect(
        "pipeline.record_transcription",
        {
            "analysis_id": analysis_id,
            "provider": transcript.provider,
            "text": transcript.text,
            "language": transcript.language,
            "confidence": transcript.confidence,
            "words": jsonb.dump([asdict(word) for word in transcript.words]),
            "metadata": jsonb.dump(
                {
                    "model": transcript.model,
                    "segments": [asdict(segment) for segment in transcript.segments],
                }
            ),
        },
    )


def _kept(transcript: Transcript, path: Path) -> Written:
    path.write_text(webvtt(transcript.segments), encoding="utf-8")
    result = {
        "status": "completed",
        "provider": transcript.provider,
        "model": transcript.model,
        "language": transcript.language,
        "words": len(transcript.words),
    }
    count = len(transcript.words)
    summary = f"{count} word{'' if count == 1 else 's'} were written down."
    file = {
        "kind": "transcript",
        "position": 0,
        "name": path.name,
        "size_bytes": path.stat().st_size,
        "mime_type": "text/vtt",
    }
    return Written(_row(result, summary, transcript.confidence), (file,), transcript)


def _row(result: dict[str, Any], summary: str, confidence: float | None) -> dict[str, Any]:
    return {
        "analysis_type": "transcription",
        "result": result,
        "summary": summary,
        "confidence": confidence,
    }
