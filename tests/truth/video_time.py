"""Files with known faults: what the picture does in time."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.kit.clips import Clip, Picture, lively, plain, render
from tests.kit.moving import Moving, held, on_steps, strobe
from tests.truth.case import Case, Expected

ASIDE = frozenset({"video.low_res", "video.no_audio"})
FLASHES = ("video.flash", "video.red_flash")
RED, DARK_RED = (230, 0, 0), (40, 0, 0)


def _clip(picture: Moving, seconds: float = 5.0, fps: int = 25) -> Callable[[Path], Path]:
    return partial(_render, Clip(seconds=seconds, picture=picture, fps=fps), "clip.mp4")


def _timed(times: tuple[float, ...], fps: int = 25) -> Callable[[Path], Path]:
    return partial(_render, Clip(times=times, fps=fps), "clip.mkv")


def _render(clip: Clip, name: str, directory: Path) -> Path:
    return render(clip, directory / name)


def _flash(name: str, picture: Moving, start: float, end: float, *more: Expected) -> Case:
    flash = Expected("video.flash", start, end, 0.25)
    return Case(name, _clip(picture), (flash, *more), aside=ASIDE | {"video.rapid_cuts"})


def _calm(name: str, picture: Moving) -> Case:
    return Case(name, _clip(picture), aside=ASIDE, about=FLASHES)


def _two_faults(time: float) -> Picture:
    return plain(0) if time >= 3.2 else strobe(6, start=0.5, end=2)(time)


def _weak(high: int) -> Moving:
    return strobe(5, start=1, end=4, low=(118, 118, 118), high=(high, high, high))


FLASHING = (
    _flash("flashes", strobe(6, start=1, end=4), 1, 4),
    _flash("3.1 flashes a second", strobe(3.1, start=1, end=4), 1, 4),
    _calm("2.9 flashes a second", strobe(2.9, start=1, end=3.93)),
    _flash("flashes from the start", strobe(5, start=0, end=2), 0, 2),
    _flash("flashes to the end", strobe(5, start=3, end=9), 3, 5),
    _flash("flashes over 30 % of the picture", strobe(5, start=1, end=4, area=0.3), 1, 4),
    _calm("flashes over 20 % of the picture", strobe(5, start=1, end=4, area=0.2)),
    _flash("flashes of 13 %", _weak(145), 1, 4),
    _calm("flashes of 7 %", _weak(133)),
    _calm("bright flashes", strobe(5, start=1, end=4, low=(238, 238, 238), high=(255, 255, 255))),
    _calm("three flashes", strobe(5, start=2, end=2.5)),
    Case(
        "flashes and black",
        _clip(_two_faults, 6.0),
        (Expected("video.flash", 0.5, 2, 0.25), Expected("video.black", 3.2, 6, 0.1)),
        aside=ASIDE,
    ),
    _flash(
        "red flashes",
        strobe(5, start=1, end=4, low=DARK_RED, high=RED),
        1,
        4,
        Expected("video.red_flash", 1, 4, 0.25),
    ),
    Case(
        "red flashes of little light",
        _clip(strobe(5, start=1, end=4, low=(0, 0, 0), high=(150, 0, 0))),
        (Expected("video.red_flash", 1, 4, 0.25),),
        aside=ASIDE,
    ),
    _calm("2.9 red flashes", strobe(2.9, start=1, end=3.93, low=DARK_RED, high=RED)),
    _calm("pale red flashes", strobe(5, start=1, end=4, low=(150, 90, 90), high=(165, 90, 90))),
)


def _stutter(name: str, picture: Moving, start: float, end: float) -> Case:
    found = Expected("video.stutter", start, end, 0.2)
    return Case(name, _clip(picture, 6.0), (found,), aside=ASIDE)


def _smooth(name: str, picture: Moving, *, fps: int = 25) -> Case:
    return Case(name, _clip(picture, 6.0, fps), aside=ASIDE, about=("video.stutter",))


def _hiccups(start: float, end: float, frames: int) -> Moving:
    """Holds of `frames` frames, not evenly spread, from `start` to `end` at 25 frames a second."""
    holds = [start + second + offset for second in range(9) for offset in (0.12, 0.44)]

    def at(time: float) -> float:
        if start <= time < end:
            for hold in holds:
                if hold - 1e-6 <= time < hold + frames / 25 - 1e-6:
                    return hold - 0.04
        return time

    return held(at)


STUTTERING = (
    _stutter("stutter", _hiccups(2, 4, 5), 2.1, 3.65),
    _stutter("stutter from the start", _hiccups(0, 2, 5), 0.1, 1.65),
    _stutter("stutter to the end", _hiccups(4, 9, 5), 4.1, 5.65),
    _stutter("stutter of 28 %", _hiccups(2, 4, 4), 2.1, 3.6),
    _smooth("stutter of 16 %", _hiccups(2, 4, 2)),
    _smooth("animation on twos", on_steps(12.5)),
    _smooth("film at 30 frames a second", on_steps(24), fps=30),
    Case(
        "stutter and a frozen picture",
        _clip(lambda time: lively(9) if time >= 4 else _hiccups(1, 3, 5)(time), 7.0),
        (Expected("video.stutter", 1.1, 2.65, 0.2), Expected("video.freeze", 4, 7, 0.1)),
        aside=ASIDE,
    ),
)


def _uneven(share: float) -> tuple[float, ...]:
    """Times of 200 frames of 1/25 s, of which `share` last twice as long."""
    times, time = [], 0.0
    for n in range(200):
        times.append(round(time, 3))
        time += 0.08 if int((n + 1) * share) > int(n * share) else 0.04
    return tuple(times)


RATES = (
    Case("variable rate", _timed(_uneven(0.5)), (Expected("video.vfr"),), aside=ASIDE),
    Case("2 % uneven", _timed(_uneven(0.02)), (Expected("video.vfr"),), aside=ASIDE),
    Case("one frame lost", _timed(_uneven(0.005)), aside=ASIDE, about=("video.vfr",)),
    Case(
        "rounded times",
        _timed(tuple(round(n * 1001 / 30000, 3) for n in range(90)), 30),
        aside=ASIDE,
        about=("video.vfr", "video.odd_fps"),
    ),
    Case("17 frames a second", _clip(lively, 3, 17), (Expected("video.odd_fps"),), aside=ASIDE),
    *(
        Case(f"{rate} frames a second", _clip(lively, 3, rate), aside=ASIDE,
             about=("video.odd_fps", "video.vfr"))
        for rate in (12, 24, 30, 60)
    ),
)  # fmt: skip

CASES = (*FLASHING, *STUTTERING, *RATES)
