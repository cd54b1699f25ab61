"""Files with known faults: the frame, its fields, size, bars and bits, and the turn of it."""

import struct
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.kit.clips import Clip, Picture, lively, render
from tests.kit.looks import SIZE, barred, combed, during, textured
from tests.kit.moving import Moving, strobe
from tests.truth.case import Case, Expected

ASIDE = frozenset({"video.low_res", "video.no_audio"})
SHARP = textured()


def _frame(
    name: str,
    clip: Clip,
    *codes: str,
    about: tuple[str, ...] = (),
    then: Callable[[Path], Path] | None = None,
    aside: frozenset[str] = ASIDE,
) -> Case:
    expected = tuple(Expected(code, 0, clip.seconds, 0.1) for code in codes)
    return Case(name, partial(_make, clip, then), expected, "web", aside, about)


def _make(clip: Clip, then: Callable[[Path], Path] | None, directory: Path) -> Path:
    path = render(clip, directory / "clip.mp4")
    return then(path) if then else path


def _sharp(picture: Moving = SHARP, seconds: float = 4.0) -> Clip:
    return Clip(seconds=seconds, picture=picture, size=SIZE, fps=25, coding=(("crf", "16"),))


FAST = textured(speed=120.0)
COMBED = combed(FAST, 25)
INTERLACED = "video.interlaced"
FIELDS = (
    _frame("interlaced", _sharp(COMBED, 5), INTERLACED),
    _frame("interlaced for 3 s of 5", _sharp(during(0, 2.9, COMBED, FAST), 5), INTERLACED),
    _frame("interlaced for 2 s of 5", _sharp(during(0, 1.9, COMBED, FAST), 5), about=(INTERLACED,)),
    _frame("whole frames, fast", _sharp(FAST), about=(INTERLACED,)),
    _frame("fields of a still picture", _sharp(combed(textured(speed=3), 25)), about=(INTERLACED,)),
    Case(
        "whole frames that flash",
        partial(_make, Clip(seconds=5.0, fps=25, picture=strobe(5, start=0, end=4)), None),
        (Expected("video.flash", 0, 4, 0.25),),
        aside=ASIDE,
        about=(INTERLACED,),
    ),
)

BARS = "video.letterbox"


def _barred(name: str, *, ends: float, sides: float = 0.0, found: bool = True) -> Case:
    clip = _sharp(barred(SHARP, ends=ends, sides=sides))
    return _frame(name, clip, *([BARS] if found else ()), about=(BARS,))


def _one_bar(time: float) -> Picture:
    whole = SHARP(time)
    whole[-30:] = 0
    return whole


def _twice_barred(time: float) -> Picture:
    return barred(SHARP, ends=0.15)(time)


BOXES = (
    _barred("letterbox", ends=0.12),
    _barred("pillarbox", ends=0.0, sides=0.12),
    Case(
        "letterbox and pillarbox",
        partial(_make, _sharp(barred(SHARP, ends=0.1, sides=0.1)), None),
        (Expected(BARS), Expected(BARS)),
        aside=ASIDE,
    ),
    _barred("bars of 6 %", ends=0.06),
    _barred("bars of 4 %", ends=0.04, found=False),
    _frame("a bar below only", _sharp(_one_bar), about=(BARS,)),
    _frame("bars for three quarters", _sharp(during(0, 3, _twice_barred, SHARP)), about=(BARS,)),
)


def _sized(width: int, height: int, *codes: str) -> Case:
    size = (width, height)
    clip = Clip(seconds=1.0, fps=12, size=size, picture=lambda time: lively(time, size))
    about = ("video.low_res", "video.rotated")
    aside = frozenset({"video.no_audio"})
    return _frame(f"{width} x {height}", clip, *codes, about=about, aside=aside)


SIZES = (
    _sized(1280, 720),
    _sized(720, 1280),
    _sized(1278, 718, "video.low_res"),
    _sized(716, 1280, "video.low_res"),
)


def _coded(name: str, kbits: int, *codes: str, picture: Moving = SHARP) -> Case:
    """320 x 180 at 25 frames a second: 0.03 bits a pixel are 43 kbit/s."""
    rate = (("b", f"{kbits}k"), ("maxrate", f"{kbits}k"), ("bufsize", f"{kbits}k"))
    clip = Clip(seconds=6.0, picture=picture, size=SIZE, fps=25, coding=rate)
    aside = ASIDE | {"video.blocky", "video.blurry"}
    return _frame(name, clip, *codes, about=("video.low_bitrate",), aside=aside)


BITS = (
    _coded("30 kbit/s", 30, "video.low_bitrate"),
    _coded("39 kbit/s", 39, "video.low_bitrate"),
    _coded("55 kbit/s", 55),
    _coded("30 kbit/s for what stands still", 30, picture=textured(speed=0.05)),
    _coded("30 kbit/s for a smooth drawing", 30, picture=lambda time: lively(time, SIZE)),
)


def _turned(cosine: int, sine: int) -> Callable[[Path], Path]:
    """Writes a turn into the track header of an MP4."""

    def turn(path: Path) -> Path:
        data = bytearray(path.read_bytes())
        matrix = data.index(b"tkhd") + 4 + 40
        one = 0x10000
        data[matrix : matrix + 20] = struct.pack(
            ">5i", cosine * one, sine * one, 0, -sine * one, cosine * one
        )
        path.write_bytes(data)
        return path

    return turn


TURNS = (
    _frame("turned by 90", Clip(), "video.rotated", then=_turned(0, 1)),
    _frame("turned by 180", Clip(), "video.rotated", then=_turned(-1, 0)),
    _frame("turned by 270", Clip(), "video.rotated", then=_turned(0, -1)),
    _frame("upright", Clip(), about=("video.rotated",), then=_turned(1, 0)),
    _frame(
        "turned and barred",
        _sharp(barred(SHARP, ends=0.12)),
        "video.rotated",
        BARS,
        then=_turned(0, 1),
    ),
)
CASES = (*FIELDS, *BOXES, *SIZES, *BITS, *TURNS)
