"""Files without faults that look faulty: titles, slides, nights, film at 60 frames a second."""

from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tests.kit.clips import Clip, Picture, lively, plain, render
from tests.kit.looks import during, lit
from tests.kit.moving import Moving
from tests.truth.case import Case, Expected

# Every clip is small and has no sound, which are findings of their own.
ASIDE = frozenset({"video.low_res", "video.no_audio"})
BARRED = ASIDE | {"video.letterbox", "video.low_bitrate"}
SIZE = (320, 180)
LIGHT = ("video.dark", "video.bright", "video.black")


def _drawn(
    name: str,
    picture: Moving,
    *expected: Expected,
    about: tuple[str, ...] = (),
    aside: frozenset[str] = ASIDE,
    fps: int = 12,
) -> Case:
    clip = Clip(seconds=6.0, picture=picture, size=SIZE, fps=fps)
    return Case(name, partial(_render, clip), expected, aside=aside, about=about)


def _render(clip: Clip, directory: Path) -> Path:
    return render(clip, directory / "clip.mp4")


def _writing(ground: str, ink: str, lines: int) -> Picture:
    """Lines of writing in the middle of an even ground."""
    sheet = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(sheet)
    for line in range(lines):
        pen.text((60, 80 + 20 * (line - lines // 2)), "The plain words of a title", fill=ink,
                 font_size=15)  # fmt: skip
    return np.asarray(sheet)


def _scene(time: float) -> Picture:
    return lively(time, SIZE)


def _pale(time: float) -> Picture:
    """Over-exposed: what is left of a scene are a few levels near white."""
    return (236 + lively(time, SIZE).astype(np.float32) / 16).astype(np.uint8)


def _lamp(time: float) -> Picture:
    """A dark room that a small lamp does not light."""
    room = plain(8, SIZE) + lively(time, SIZE) // 25
    room[60:90, 100 + int(10 * time) : 150 + int(10 * time)] = 240
    return room


def _night(time: float) -> Picture:
    """Most of it black, and softly lit ground at the bottom: what a camera sees at night."""
    sheet = plain(6, SIZE)
    sheet[120:] = _scene(time)[120:] // 3
    return sheet


def _ball(time: float) -> Picture:
    """Something round and bright on black, which nods a little."""
    sheet = Image.new("RGB", SIZE, "black")
    y = 30 + 8 * np.sin(6 * time)
    ImageDraw.Draw(sheet).ellipse((100, y, 210, y + 110), fill="#d0d0d0")
    return np.asarray(sheet) // 2 + np.where(np.asarray(sheet) > 0, _scene(time) // 2, 0)


def _wide(time: float) -> Picture:
    """A dim scene, but not very dark, between black bars."""
    picture = lit(0.10, 0.18)(time)
    whole = np.asarray(Image.fromarray(picture).resize(SIZE))
    whole = whole.copy()
    whole[:36], whole[-36:] = 0, 0
    return whole


def _film(time: float) -> Picture:
    """25 pictures a second, and noise by which a codec spoils each copy a little."""
    shown = lively(int(time * 25 + 1e-6) / 25, SIZE).astype(np.int16)
    noise = np.random.default_rng(round(time * 60)).integers(-11, 12, shown.shape[:2])
    noise[::2] = 0
    return np.asarray((shown + noise[:, :, None]).clip(0, 255), dtype=np.uint8)


def _stripes(time: float) -> Picture:
    """Thin lines of strong colours on white, which move: colours as screens show them."""
    sheet = Image.new("RGB", SIZE, "#f0f0f0")
    pen = ImageDraw.Draw(sheet)
    for n, ink in enumerate(("#c81414", "#1414c8", "#14a014") * 8):
        x = 12 * n + int(8 * time)
        pen.line((x, 0, x + 60, SIZE[1]), fill=ink, width=2)
    return np.asarray(sheet)


CREDITS = _writing("black", "white", 1)
SLIDE = _writing("#fafafa", "#202020", 5)
CASES: tuple[Case, ...] = (
    _drawn("a title on black", during(1, 5, lambda _: CREDITS, _scene), about=LIGHT),
    _drawn("black, then a title on black", during(0.5, 3.5, lambda _: plain(0, SIZE),
           during(3.5, 5, lambda _: CREDITS, _scene)), Expected("video.black", 0.5, 3.5, 0.35)),
    _drawn("a slide that stands", during(1, 5, lambda _: SLIDE, _scene),
           Expected("video.freeze", 1, 5, 0.2, severity="info"), about=LIGHT),
    _drawn("a scene that stands", during(1, 5, lambda _: _scene(1), _scene),
           Expected("video.freeze", 1, 5, 0.2, severity="warning")),
    _drawn("a night that stands", lambda time: _night(min(max(time, 1), 4)),
           Expected("video.freeze", 4, 6, 0.2, severity="warning"),
           aside=BARRED | {"video.freeze", "video.dark"}),
    _drawn("light with hardly anything in it", _pale, Expected("video.bright", 0, 6, 0.4),
           aside=BARRED),
    _drawn("a lamp in a dark room", _lamp, about=LIGHT),
    _drawn("a ball on black", _ball, about=("video.letterbox", *LIGHT)),
    _drawn("a dim scene between bars", _wide, about=LIGHT, aside=BARRED),
    _drawn("lines of strong colours", _stripes, about=("video.saturation", "video.bright")),
    _drawn("film at 60 frames a second", _film, about=("video.stutter",), fps=60),
)  # fmt: skip
