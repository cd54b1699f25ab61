"""Samples into a file: Opus in Ogg, or MP3. The same samples give the same bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import av

from mediaq.speech.loudness import Levelled, frames


@dataclass(frozen=True)
class Format:
    """How one kind of file is made."""

    suffix: str
    mime_type: str
    container: str
    codec: str
    rate: int
    bit_rate: int
    options: dict[str, str]


FORMATS = {
    # Not "voip": its filters raised the decoded peaks by more than one decibel.
    # From compression level 7 on it filters speech: half a decibel less, in thrice the time.
    "opus": Format(
        *("opus", "audio/ogg", "ogg", "libopus", 48_000, 32_000),
        {"application": "audio", "compression_level": "6"},
    ),
    "mp3": Format("mp3", "audio/mpeg", "mp3", "libmp3lame", 22_050, 64_000, {}),
}


def encode(levelled: Levelled, path: Path, form: Format) -> None:
    """Writes the file."""
    # bitexact: otherwise Ogg streams get a random serial number.
    with av.open(str(path), "w", format=form.container, options={"fflags": "+bitexact"}) as output:
        stream: Any = output.add_stream(
            form.codec, rate=form.rate, options={"flags": "+bitexact", **form.options}
        )
        stream.layout = "mono"
        stream.bit_rate = form.bit_rate
        for part in chain(_resampled(levelled, stream.codec_context), (None,)):
            output.mux(stream.encode(part))


def decoded_ms(path: Path, form: Format) -> int:
    """What the file plays for, found by decoding all of it; also proof that it can be."""
    with av.open(str(path), format=form.container) as file:
        samples = sum(part.samples for part in file.decode(audio=0))
    return round(samples * 1000 / form.rate)


def _resampled(levelled: Levelled, context: Any) -> Iterator[av.AudioFrame]:
    resampler = av.AudioResampler(
        format=context.format, layout="mono", rate=context.rate, frame_size=context.frame_size
    )
    for part in frames(levelled.samples, levelled.rate):
        yield from resampler.resample(part)
    yield from resampler.resample(None)
