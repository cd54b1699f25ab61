"""The speaking tool: `python -m mediaq.speech.tool`, a child process that renders SSML to files.

Request: {"output": directory, "segments": [SSML, …], "voice": "en-us", "format": "opus" | "mp3"}.
Answer: {"segments": [{name, format, mime_type, duration_ms, size_bytes, marks, words}, …]}; the
words' `start` counts characters of the segment's text content.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mediaq.errors import InvalidInput
from mediaq.media.child import Progress, serve
from mediaq.speech.encode import FORMATS, Format, decoded_ms, encode
from mediaq.speech.espeak import USUAL_RATE, Espeak, Speech
from mediaq.speech.loudness import normalise

MAX_SEGMENTS = 1000
SLOWEST, FASTEST = 80, 450
# What speaks no word at all still has to be a file that players accept.
SHORTEST_SECONDS = 0.1
_VOICE = re.compile(r"[A-Za-z0-9_-]{1,24}(\+[A-Za-z0-9_-]{1,24})?")


@dataclass(frozen=True)
class Request:
    """A request whose every field was checked."""

    output: Path
    segments: tuple[str, ...]
    voice: str
    rate: int
    form: Format


def run(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Renders every segment in order."""
    wanted = read(request)
    engine = Espeak(wanted.voice, wanted.rate)
    answers = []
    for index, ssml in enumerate(wanted.segments):
        answers.append(_segment(engine.speak(ssml), index, wanted))
        progress(100 * (index + 1) / len(wanted.segments))
    return {"segments": answers}


def read(request: Mapping[str, Any]) -> Request:
    """The request checked; raises InvalidInput."""
    segments, voice = request.get("segments"), request.get("voice", "en-us")
    rate = request.get("rate", USUAL_RATE)
    form = FORMATS.get(str(request.get("format", "opus")))
    if not isinstance(segments, list) or not 1 <= len(segments) <= MAX_SEGMENTS:
        raise InvalidInput(f"Between one and {MAX_SEGMENTS} segments are spoken.")
    if not all(isinstance(ssml, str) for ssml in segments):
        raise InvalidInput("Every segment is a text.")
    if not isinstance(voice, str) or not _VOICE.fullmatch(voice):
        raise InvalidInput("There is no such voice.")
    if not isinstance(rate, int) or not SLOWEST <= rate <= FASTEST:
        raise InvalidInput(f"The rate is {SLOWEST} to {FASTEST} words a minute.")
    if form is None:
        raise InvalidInput(f"The format is one of {', '.join(FORMATS)}.")
    return Request(Path(str(request.get("output", ""))), tuple(segments), voice, rate, form)


def _segment(speech: Speech, index: int, wanted: Request) -> dict[str, Any]:
    samples = speech.samples.ljust(2 * int(speech.rate * SHORTEST_SECONDS), b"\0")
    form = wanted.form
    path = wanted.output / f"segment_{index:03}.{form.suffix}"
    encode(normalise(samples, speech.rate), path, form)
    return {
        "name": path.name,
        "format": form.suffix,
        "mime_type": form.mime_type,
        "duration_ms": decoded_ms(path, form),
        "size_bytes": path.stat().st_size,
        "marks": [asdict(mark) for mark in speech.marks],
        "words": [asdict(word) for word in speech.words],
    }


if __name__ == "__main__":
    serve(run)
