"""Files with known faults: moving pictures."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.kit.clips import Clip, Picture, lively, plain, render
from tests.kit.looks import during
from tests.kit.moving import Moving
from tests.truth import video_drawn, video_file, video_frame, video_look, video_time
from tests.truth.case import Case, Expected

# Every clip is small and has no sound, which are findings of their own.
ASIDE = frozenset({"video.low_res", "video.no_audio"})
BLACK, FREEZE = "video.black", "video.freeze"
FRAME = 0.1


def _case(
    name: str,
    picture: Moving,
    *expected: Expected,
    seconds: float = 8.0,
    about: tuple[str, ...] = (),
    fps: int = 12,
) -> Case:
    make = partial(_render, Clip(seconds=seconds, picture=picture, fps=fps))
    if fps < 3:
        return Case(name, make, expected, "web", ASIDE | {"video.odd_fps"}, about, {"fps": 0.5})
    return Case(name, make, expected, "web", ASIDE, about)


def _render(what: Clip, directory: Path) -> Path:
    return render(what, directory / "clip.mp4")


def _black(start: float, end: float) -> Moving:
    return during(start, end, lambda _: plain(0), lively)


def _held(start: float, end: float) -> Moving:
    return during(start, end, lambda _: lively(start), lively)


def _there(code: str, start: float, end: float) -> Expected:
    return Expected(code, start, end, FRAME)


DARKNESS = (
    _case("clean", lively, about=(BLACK, FREEZE, "video.dark", "video.bright")),
    _case("black in the middle", _black(3, 5.5), _there(BLACK, 3, 5.5)),
    _case("black for 2.1 s", _black(3, 5.1), _there(BLACK, 3, 5.1)),
    _case("black for 1.8 s", _black(3, 4.8), about=(BLACK,)),
    _case("black at the start", _black(0, 1.5), _there(BLACK, 0, 1.5)),
    _case("black for a frame at the start", _black(0, 0.08), about=(BLACK,)),
    _case("black to the end", _black(5, 9), _there(BLACK, 5, 8)),
    _case("black throughout", _black(0, 9), _there(BLACK, 0, 8)),
    _case("dark grey, not black", during(3, 6, lambda _: plain(40), lively), _there(FREEZE, 3, 6),
          about=(BLACK,)),
)  # fmt: skip
STILL = (
    _case("frozen in the middle", _held(3, 5.5), _there(FREEZE, 3, 5.5)),
    _case("frozen for 2.1 s", _held(3, 5.1), _there(FREEZE, 3, 5.1)),
    _case("frozen for 1.8 s", _held(3, 4.8), about=(FREEZE, "video.stutter")),
    _case("frozen from the start", _held(0, 2.5), _there(FREEZE, 0, 2.5)),
    _case("frozen to the end", _held(5, 9), _there(FREEZE, 5, 8)),
    _case("frozen throughout", _held(0, 9), _there(FREEZE, 0, 8)),
    _case("frozen, then black", during(4, 7, lambda _: plain(0), _held(1, 4)),
          _there(FREEZE, 1, 4), _there(BLACK, 4, 7)),
)  # fmt: skip


def _cutting(per_minute: float) -> Moving:
    """Two scenes by turns."""

    def at(time: float) -> Picture:
        return 255 - lively(time) // 2 if int(time * per_minute / 60 + 1e-6) % 2 else lively(time)

    return at


def _calm(time: float) -> Picture:
    return lively(time / 10)


def _one_cut(at: float) -> Callable[[float], Picture]:
    return lambda time: 255 - _calm(time) // 2 if time >= at else _calm(time)


RAPID, LONG = "video.rapid_cuts", "video.long_take"
CUTS = (
    _case("120 cuts a minute", _cutting(120), _there(RAPID, 0, 12), seconds=12),
    _case("70 cuts a minute", _cutting(70), _there(RAPID, 0, 20), seconds=20),
    _case("50 cuts a minute", _cutting(50), seconds=20, about=(RAPID,)),
    _case("many cuts in 8 s", _cutting(120), about=(RAPID,)),
    _case("a take of 63 s", _calm, _there(LONG, 0, 63), seconds=63, fps=2),
    _case("a take of 58 s", _calm, seconds=58, fps=2, about=(LONG,)),
    _case("a cut after 62 s", _one_cut(62), Expected(LONG, 0, 62, 0.6), seconds=75, fps=2),
    _case("62 s after a cut", _one_cut(20), Expected(LONG, 20, 82, 0.6), seconds=82, fps=2),
    _case("cuts in time", _one_cut(40), seconds=80, fps=2, about=(LONG,)),
)
CASES: tuple[Case, ...] = (
    *DARKNESS,
    *STILL,
    *CUTS,
    *video_time.CASES,
    *video_look.CASES,
    *video_frame.CASES,
    *video_file.CASES,
    *video_drawn.CASES,
)
