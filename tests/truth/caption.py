"""Captions with known faults, in sound files of nine seconds."""

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.subtitles.subtitle import SubtitleSet

from tests.truth.case import Case, Expected

SECONDS = 9
_RATE = 8_000
# What encoders of captions want before the first one.
_HEADER = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True)
class Shown:
    """A caption; `|` begins a line."""

    start: float
    end: float
    text: str


GOOD = (Shown(0.5, 2.5, "This can be read|{\\i1}in good time."), Shown(3, 5, "And this, too."))


def captioned(cues: tuple[Shown, ...], codec: str, name: str, directory: Path) -> Path:
    """A quiet sound with captions."""
    path = directory / name
    with av.open(str(path), "w") as out:
        text: Any = out.add_stream(codec)
        text.codec_context.time_base = text.time_base = Fraction(1, 1000)
        text.codec_context.subtitle_header = _HEADER
        packets = [*_sound(out), *(_packet(text, number, cue) for number, cue in enumerate(cues))]
        for packet in sorted(packets, key=lambda item: float(item.dts * item.time_base)):
            out.mux(packet)
    return path


def _packet(stream: Any, number: int, cue: Shown) -> Any:
    start, length = round(cue.start * 1000), round((cue.end - cue.start) * 1000)
    text = f"{number},0,Default,,0,0,0,,{cue.text.replace('|', chr(92) + 'N')}".encode()
    packet = stream.codec_context.encode_subtitle(SubtitleSet.create(text, 0, length, start * 1000))
    packet.stream, packet.time_base = stream, Fraction(1, 1000)
    packet.pts = packet.dts = start
    packet.duration = length
    return packet


def _sound(out: Any) -> list[Any]:
    stream = out.add_stream("aac", rate=_RATE, layout="mono")
    times = np.arange(SECONDS * _RATE) / _RATE
    wave = (0.2 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(wave[None, :], format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = _RATE, 0, Fraction(1, _RATE)
    return [*stream.encode(frame), *stream.encode(None)]


def _case(
    name: str, *cues: Shown, expected: tuple[Expected, ...] = (), codec: str = "subrip"
) -> Case:
    suffix = "mp4" if codec == "mov_text" else "mkv"
    make = partial(captioned, cues, codec, f"clip.{suffix}")
    about = ("caption.speed", "caption.line", "caption.duration")
    aside = frozenset({"video.no_video", "audio.loudness", "audio.dynamics"})
    return Case(name, make, expected, "web", aside, about)


def _at(code: str, start: float, end: float) -> Expected:
    return Expected(code, start, end, 0.01)


CASES = (
    _case("captions in good order", *GOOD),
    _case("captions in good order, mp4", *GOOD, codec="mov_text"),
    _case("captions in good order, WebVTT", *GOOD, codec="webvtt"),
    _case("a file without captions but with their track"),
    _case(
        "a caption too fast, at the start",
        Shown(0, 1, "x" * 21),
        *GOOD[1:],
        expected=(_at("caption.speed", 0, 1),),
    ),
    _case(
        "the fastest of two, mp4",
        Shown(0, 1, "x" * 21),
        Shown(2, 3, "x" * 25),
        expected=(_at("caption.speed", 2, 3),),
        codec="mov_text",
    ),
    _case("a caption just slow enough", Shown(0, 1, "x" * 20)),
    _case(
        "a line too wide, at the end",
        GOOD[0],
        Shown(5, 9, "x" * 43),
        expected=(_at("caption.line", 5, 9),),
    ),
    _case("a line just narrow enough", Shown(5, 9, "x" * 42 + "|" + "y" * 30)),
    _case("three lines", Shown(1, 3, "one|two|three"), expected=(_at("caption.line", 1, 3),)),
    _case("shown too briefly", Shown(1, 1.8, "Ha!"), expected=(_at("caption.duration", 1, 1.8),)),
    _case("shown just long enough", Shown(1, 1.834, "Ha!"), Shown(2, 9, "Seven seconds.")),
    _case("shown for too long", Shown(1, 8.1, "Ha!"), expected=(_at("caption.duration", 1, 8.1),)),
    _case(
        "three faults at once",
        Shown(1, 1.5, "x" * 43),
        expected=tuple(_at(f"caption.{fault}", 1, 1.5) for fault in ("speed", "line", "duration")),
        codec="webvtt",
    ),
)
