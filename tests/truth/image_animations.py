"""Files with known faults: animated pictures that flash."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from tests.kit.pictures import saved, scene
from tests.truth.case import Case, Expected

FLASHES = ("image.flash", "image.red_flash")
WHITE, GREY, DARK = (235, 235, 235), (150, 150, 150), (60, 60, 60)
RED, BLACK = (230, 0, 0), (10, 0, 0)


def _patch(colour: tuple[int, int, int], share: float = 0.5) -> Image.Image:
    """The scene with a rectangle of a colour over a share of it."""
    picture = scene((240, 160), gain=0.4, lift=0.2)
    width, height = (round(side * share**0.5) for side in picture.size)
    picture.paste(colour, (0, 0, width, height))
    return picture


def _write(frames: Sequence[Image.Image], ms: int, file: str, directory: Path) -> Path:
    first, *rest = frames
    options = {"lossless": True} if file.endswith("webp") else {}
    return saved(first, directory / file, save_all=True, append_images=rest, duration=ms, loop=0,
                 **options)  # fmt: skip


def _case(name: str, colours: Sequence[tuple[int, int, int]], ms: int, *codes: str,
          file: str = "p.png", share: float = 0.5) -> Case:  # fmt: skip
    frames = [_patch(colour, share) for colour in colours]
    expected = tuple(Expected(code) for code in codes)
    about = () if codes else FLASHES
    return Case(name, partial(_write, frames, ms, file), expected, about=about,
                aside=frozenset({"image.clipped", "image.low_res"}))  # fmt: skip


def _fading_in(directory: Path) -> Path:
    black = Image.new("RGB", (240, 160))
    dim, lit = scene((240, 160), gain=0.1), scene((240, 160))
    return _write([black, black, dim, lit], 500, "p.gif", directory)


CASES: tuple[Case, ...] = (
    _case("an animation that flashes", (WHITE, DARK), 60, "image.flash", file="p.gif"),
    _case("an animation that flashes, APNG", (WHITE, DARK), 100, "image.flash"),
    _case("an animation that flashes, WebP", (WHITE, DARK), 60, "image.flash", file="p.webp"),
    _case("an animation without times", (WHITE, DARK), 0, "image.flash", file="p.gif"),
    _case("just too fast", (WHITE, DARK), 140, "image.flash"),
    _case("just not too fast", (WHITE, DARK), 180),
    _case("just too large", (WHITE, DARK), 60, "image.flash", share=0.30),
    _case("just not too large", (WHITE, DARK), 60, share=0.22),
    _case("just too strong", (GREY, (120, 120, 120)), 60, "image.flash"),
    _case("just not too strong", (GREY, (128, 128, 128)), 60),
    _case("a slow animation", (WHITE, GREY, DARK), 400, file="p.gif"),
    _case("flashing red and black", (RED, BLACK), 60, *FLASHES),
    _case("red slowly", (RED, BLACK), 300),
    Case("an animation that begins black", _fading_in,
         about=("image.dark", "image.low_information"), aside=frozenset({"image.low_res"})),
)  # fmt: skip
