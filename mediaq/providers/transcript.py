"""What an engine heard, and what it is asked with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Recording:
    """A stored file with sound, of which the first `max_seconds` count. `language` is a BCP 47 tag,
    None when nobody said; `scratch` is a directory for what the engine needs meanwhile."""

    source: Path
    language: str | None
    max_seconds: float
    scratch: Path


@dataclass(frozen=True, slots=True)
class Word:
    """One word; the confidence is a share from 0 to 1."""

    word: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech as the engine divides it, about a sentence."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, on the clock of the file; without segments nothing was."""

    provider: str
    model: str
    language: str | None
    segments: tuple[Segment, ...]
    words: tuple[Word, ...]

    @classmethod
    def of(cls, provider: str, model: str, answer: Mapping[str, Any]) -> "Transcript":
        """From the answer of a tool: `language`, `segments` and `words`."""
        segments = tuple(Segment(**one) for one in answer["segments"])
        words = tuple(Word(**one) for one in answer["words"])
        return cls(provider, model, answer["language"], segments, words)

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def confidence(self) -> float | None:
        """The mean of the words', None without words."""
        words = self.words
        return sum(word.confidence for word in words) / len(words) if words else None


class Transcriber(Protocol):
    """An engine that writes speech down; `name` is what producers call it."""

    @property
    def name(self) -> str: ...

    async def transcribe(self, recording: Recording, progress: Progress) -> Transcript:
        """Raises MediaqError when it cannot; `progress` takes percent."""
        ...
