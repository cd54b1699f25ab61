"""The transcription stage: when an engine is asked, which one, and what comes of its failure."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mediaq.contracts.analysis import AnalysisOptions
from mediaq.errors import StorageFull, ToolFailed
from mediaq.providers.transcript import Recording, Segment, Transcript, Word
from workers.transcription import Transcription, Written


@dataclass(frozen=True)
class Engine:
    """Says one word, nothing, or fails."""

    name: str
    word: str = ""
    error: BaseException | None = None

    async def transcribe(
        self, recording: Recording, progress: Callable[[float], None]
    ) -> Transcript:
        if self.error:
            raise self.error
        words = (Word(self.word, 10, 90, 0.5),) if self.word else ()
        segments = (Segment(self.word, 10, 90),) if self.word else ()
        return Transcript(self.name, "m", "en", segments, words)


def write(directory: Path, *chain: Engine, first: str | None = None) -> Written:
    recording = Recording(directory / "a.wav", None, 1.0, directory)
    return asyncio.run(Transcription(chain).write(recording, first, lambda _: None))


def segments(*kinds: str) -> list[dict[str, Any]]:
    parts = [{"kind": kind, "start_ms": 0, "end_ms": 1} for kind in kinds]
    return [{"analysis_type": "segments", "result": {"segments": parts}}]


@pytest.mark.parametrize(
    ("asked", "results", "engines", "reason"),
    [
        (False, segments("speech"), 1, "not_asked"),
        (True, [], 1, "no_audio"),
        (True, segments("silence"), 1, "no_speech"),
        (True, segments("silence", "sound"), 0, "no_provider"),
        (None, segments("speech"), 0, "no_provider"),
        (None, segments("speech"), 1, None),
        (True, segments("sound"), 1, None),
    ],
)
def test_why_no_engine_is_asked(
    asked: bool | None, results: list[Any], engines: int, reason: str | None
) -> None:
    stage = Transcription((Engine("a", "word"),) * engines)
    assert stage.reason_to_skip(AnalysisOptions(transcribe_audio=asked), results) == reason


def test_the_first_that_answers(tmp_path: Path) -> None:
    a, b = Engine("a", "one"), Engine("b", "two")
    assert write(tmp_path, a, b).result["result"]["provider"] == "a"
    assert write(tmp_path, a, b, first="b").result["result"]["provider"] == "b"
    assert write(tmp_path, a, b, first="deepgram").result["result"]["provider"] == "a"
    written = write(tmp_path, Engine("x", error=ToolFailed()), b)
    assert written.result["result"] == {
        "status": "completed", "provider": "b", "model": "m", "language": "en", "words": 1,
    }  # fmt: skip
    assert written.result["confidence"] == 0.5
    (file,) = written.files
    assert (tmp_path / file["name"]).stat().st_size == file["size_bytes"]


def test_no_speech_and_no_luck(tmp_path: Path) -> None:
    nothing = write(tmp_path, Engine("a"), Engine("b", "word"))
    assert nothing.result["result"]["reason"] == "no_speech"
    failed = write(tmp_path, Engine("a", error=ToolFailed("secret path")))
    assert failed.result["result"] == {
        "status": "skipped", "reason": "provider_failed", "detail": "a: tool_failed",
    }  # fmt: skip
    assert failed.transcript is None
    assert write(tmp_path).result["result"]["reason"] == "no_provider"


@pytest.mark.parametrize("error", [StorageFull(), asyncio.CancelledError(), ZeroDivisionError()])
def test_what_is_not_the_engines_fault_is_raised(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        write(tmp_path, Engine("a", error=error))
