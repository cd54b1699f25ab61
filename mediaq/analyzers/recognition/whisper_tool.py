"""The transcribing tool: `python -m mediaq.analyzers.recognition.whisper_tool`, a sandboxed child
process that sees one file and one model.

Request: {"source", "data": model directory, "language": BCP 47 tag or null, "max_seconds",
"max_pixels", "threads"}. Answer: {"language", "segments": [{text, start_ms, end_ms}],
"words": [{word, start_ms, end_ms, confidence}]}.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediaq.analyzers.recognition.mono import RATE, mono, pieces
from mediaq.errors import ProviderNotReady
from mediaq.media.child import Progress, serve

Heard = tuple[str | None, list[dict[str, Any]], list[dict[str, Any]]]


def transcribe(request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Hears the first sound stream. Raises MediaInvalid, EmptyMedia, ProviderNotReady."""
    sound = mono(
        request["source"], seconds=request["max_seconds"], max_pixels=request["max_pixels"]
    )
    model = _model(request["data"], request["threads"])
    language = _known(model, request.get("language"))
    segments: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for first, piece in pieces(sound):
        language, said, spoken = _hear(model, piece, first / RATE, language)
        segments += said
        words += spoken
        progress(100 * (first + piece.size) / sound.size)
    return {"language": language if segments else None, "segments": segments, "words": words}


def _model(directory: str, threads: int) -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise ProviderNotReady("faster-whisper is not installed: mediaq[whisper]") from error
    try:
        return WhisperModel(
            directory,
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
        )
    # What the readers of a model raise has no common base.
    except Exception as error:
        raise ProviderNotReady(f"The model cannot be loaded: {str(error)[:200]}") from error


def _known(model: Any, tag: str | None) -> str | None:
    """The language as Whisper calls it; one that it does not know is left to it to find out."""
    language = (tag or "").split("-")[0].lower()
    return language if language in model.supported_languages else None


def _hear(model: Any, piece: NDArray[np.float32], offset: float, language: str | None) -> Heard:
    """One piece that begins at `offset` seconds; without speech the language stays open."""
    found, info = model.transcribe(
        piece, language=language, word_timestamps=True, vad_filter=True, beam_size=5
    )
    segments, words = [], []
    for segment in found:
        said = list(_words(segment.words or (), offset))
        words += said
        start, end = _ms(segment.start, offset), _ms(segment.end, offset)
        if text := segment.text.strip():
            segments.append({"text": text, "start_ms": start, "end_ms": max(start, end)})
    return (info.language if segments else language), segments, words


def _words(words: Any, offset: float) -> Iterator[dict[str, Any]]:
    for word in words:
        start = _ms(word.start, offset)
        yield {
            "word": word.word.strip(),
            "start_ms": start,
            "end_ms": max(start, _ms(word.end, offset)),
            "confidence": round(min(max(float(word.probability), 0.0), 1.0), 3),
        }


def _ms(seconds: float, offset: float) -> int:
    return max(0, round(1000 * (float(seconds) + offset)))


if __name__ == "__main__":
    serve(transcribe)
