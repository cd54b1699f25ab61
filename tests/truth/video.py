"""Files with known faults: moving pictures."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.kit.clips import Clip, Picture, lively, plain, render
from tests.truth import video_time
from tests.truth.case import Case, Expected

# Every clip is small and has no sound, which are findings of their own.
ASIDE = frozenset({"video.low_res", "video.no_audio"})


def clip(picture: Callable[[float], Picture], seconds: float = 8.0) -> Callable[[Path], Path]:
    """Renders a clip without sound."""
    return partial(_render, Clip(seconds=seconds, picture=picture))


def _render(what: Clip, directory: Path) -> Path:
    return render(what, directory / "clip.mp4")


def _black(start: float, end: float) -> Callable[[float], Picture]:
    return lambda time: plain(0) if start <= time < end else lively(time)


CASES: tuple[Case, ...] = (
    Case("clean", clip(lively), aside=ASIDE, about=("video.black", "video.freeze")),
    Case(
        "black in the middle",
        clip(_black(3, 5.5)),
        (Expected("video.black", 3, 5.5, 0.1),),
        aside=ASIDE,
    ),
    Case("black for too short a time", clip(_black(3, 4.8)), aside=ASIDE, about=("video.black",)),
    Case(
        "black at the start",
        clip(_black(0, 1.5)),
        (Expected("video.black", 0, 1.5, 0.1),),
        aside=ASIDE,
    ),
    Case(
        "black to the end", clip(_black(5, 9)), (Expected("video.black", 5, 8, 0.1),), aside=ASIDE
    ),
    *video_time.CASES,
)
