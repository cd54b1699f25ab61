"""Files with known faults: how the picture looks."""

from functools import partial
from pathlib import Path

from tests.kit.clips import Clip, plain, render
from tests.kit.looks import (
    SIZE,
    blocky,
    coded,
    during,
    lit,
    specked,
    textured,
)
from tests.kit.moving import Moving
from tests.truth.case import Case, Expected

ASIDE = frozenset({"video.low_res", "video.no_audio"})
SAMPLE = 0.34  # seconds between samples
GREY = lit(0.3, 0.6)


def _look(
    name: str,
    picture: Moving,
    *expected: Expected,
    about: tuple[str, ...] = (),
    yuv: bool = False,
    large: bool = False,
    depth: str = "quick",
    seconds: float = 6.0,
) -> Case:
    clip = Clip(seconds=seconds, picture=picture, pixels="yuv420p" if yuv else "rgb24")
    if large:
        clip = Clip(seconds=seconds, picture=picture, size=SIZE)
    return Case(name, partial(_render, clip), expected, "web", ASIDE, about, {"depth": depth})


def _render(clip: Clip, directory: Path) -> Path:
    return render(clip, directory / "clip.mp4")


def _there(code: str, start: float, end: float, severity: str | None = None) -> Expected:
    return Expected(code, start, end, SAMPLE, severity=severity)


def _exposed(code: str, word: str, bad: Moving, nearly: Moving) -> tuple[Case, ...]:
    """`bad` in every place and for too short a time, and `nearly` as bad."""
    return (
        _look(f"{word} in the middle", during(1, 5, bad, GREY), _there(code, 1, 5)),
        _look(f"{word} at the start", during(0, 3.5, bad, GREY), _there(code, 0, 3.5)),
        _look(f"{word} to the end", during(2.5, 9, bad, GREY), _there(code, 2.5, 6)),
        _look(f"{word} throughout", bad, _there(code, 0, 6)),
        _look(f"{word} for 2.5 s", during(1, 3.5, bad, GREY), about=(code,)),
        _look(f"nearly {word}", nearly, about=(code,)),
    )


EXPOSURE = (
    *_exposed("video.dark", "dark", lit(0.06, 0.14), lit(0.08, 0.18)),
    *_exposed("video.bright", "bright", lit(0.89, 1.0), lit(0.8, 0.95)),
    _look(
        "dark, then bright",
        during(0, 3.5, lit(0.05, 0.12), lit(0.9, 1.0)),
        _there("video.dark", 0, 3.5),
        _there("video.bright", 3.5, 7.5),
        seconds=7.5,
    ),
)

LEGAL = coded(126, share=0.0)
LOUD, ABOVE, BELOW = (coded(250, share=share) for share in (0.1, 0.03, 0.0))
DEEP = coded(6, share=0.1)
RED = coded(200, 90, 235, share=0.2)
LEVELS, SATURATION = "video.levels_illegal", "video.saturation"
COLOURS = (
    _look("levels too high", during(2, 4, LOUD, LEGAL), _there(LEVELS, 2, 4, "warning"), yuv=True),
    _look("levels too low", during(2, 4, DEEP, LEGAL), _there(LEVELS, 2, 4), yuv=True),
    _look("levels at the start", during(0, 2, LOUD, LEGAL), _there(LEVELS, 0, 2), yuv=True),
    _look("levels to the end", during(4, 9, LOUD, LEGAL), _there(LEVELS, 4, 6), yuv=True),
    _look("levels of 2 % of the picture", ABOVE, _there(LEVELS, 0, 6, "info"), yuv=True),
    Case(
        "levels of black, looked at now and then",
        partial(
            _render,
            Clip(seconds=6.0, picture=during(0, 0.9, coded(0, share=1.0), LEGAL), pixels="yuv420p"),
        ),
        (Expected("video.black", 0, 0.9, SAMPLE),),
        aside=ASIDE,
        about=(LEVELS,),
        request={"fps": 0.5},
    ),
    _look("levels of none of the picture", BELOW, about=(LEVELS, SATURATION), yuv=True),
    _look("levels at their limits", coded(240, share=0.3), about=(LEVELS,), yuv=True),
    _look("levels for half a second", during(2, 2.5, LOUD, LEGAL), about=(LEVELS,), yuv=True),
    _look("too strong a red", during(2, 4, RED, LEGAL), _there(SATURATION, 2, 4), yuv=True),
    _look("too strong at the start", during(0, 2, RED, LEGAL), _there(SATURATION, 0, 2), yuv=True),
    _look("too strong to the end", during(4, 9, RED, LEGAL), _there(SATURATION, 4, 6), yuv=True),
    _look("a red that screens show", coded(81, 90, 240, share=0.2), about=(SATURATION,), yuv=True),
    _look(
        "levels, then colours",
        during(0, 3, LOUD, RED),
        _there(LEVELS, 0, 3),
        _there(SATURATION, 3, 6),
        yuv=True,
    ),
)

SHARP, SOFT, SOFTER = textured(), textured(blur=2.5), textured(blur=0.6)
BLURRY = "video.blurry"
BLUR = (
    _look("sharp", SHARP, about=(BLURRY, "video.blocky", "video.noise_outliers"), large=True),
    _look("blurred", during(2, 4.5, SOFT, SHARP), _there(BLURRY, 2, 4.5), large=True),
    _look("blurred at the start", during(0, 2.5, SOFT, SHARP), _there(BLURRY, 0, 2.5), large=True),
    _look("blurred to the end", during(3.5, 9, SOFT, SHARP), _there(BLURRY, 3.5, 6), large=True),
    _look("blurred for 1.5 s", during(2, 3.5, SOFT, SHARP), about=(BLURRY,), large=True),
    _look("a little soft", during(2, 4.5, SOFTER, SHARP), about=(BLURRY,), large=True),
    _look("out of focus throughout", textured(blur=5), _there(BLURRY, 0, 6), large=True),
)

BLOCKY = "video.blocky"
BLOCKS = (
    _look("blocks", during(2, 4, blocky(SHARP, 0.8), SHARP), _there(BLOCKY, 2, 4), large=True),
    _look(
        "blocks from the start",
        during(0, 2, blocky(SHARP, 0.8), SHARP),
        _there(BLOCKY, 0, 2),
        large=True,
    ),
    _look(
        "blocks to the end",
        during(4, 9, blocky(SHARP, 0.8), SHARP),
        _there(BLOCKY, 4, 6),
        large=True,
    ),
    _look("blocks just seen", blocky(SHARP, 0.5), _there(BLOCKY, 0, 6), large=True),
    _look("blocks hardly seen", blocky(SHARP, 0.2), about=(BLOCKY,), large=True),
)

SPECKS = "video.noise_outliers"
DUST, LITTLE = specked(SHARP, 0.04), specked(SHARP, 0.005)
DIRT = (
    _look("specks", during(2, 4, DUST, SHARP), _there(SPECKS, 2, 4), large=True, depth="full"),
    _look(
        "specks from the start",
        during(0, 2, DUST, SHARP),
        _there(SPECKS, 0, 2),
        large=True,
        depth="full",
    ),
    _look(
        "specks to the end",
        during(4, 9, DUST, SHARP),
        _there(SPECKS, 4, 6),
        large=True,
        depth="full",
    ),
    _look("few specks", LITTLE, about=(SPECKS,), large=True, depth="full"),
    _look("no specks", SHARP, about=(SPECKS,), large=True, depth="full"),
    _look(
        "blur and black",
        during(0, 2.5, SOFT, lambda time: plain(0, SIZE) if time >= 6 else SHARP(time)),
        _there(BLURRY, 0, 2.5),
        Expected("video.black", 6, 9, 0.1),
        large=True,
        seconds=9.0,
    ),
)
CASES = (*EXPOSURE, *COLOURS, *BLUR, *BLOCKS, *DIRT)
