"""Renders pictures that stand still: a scene without faults, and faults to put into it.

The same call gives the same picture; nothing is read from disk.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageDraw, ImageFilter

Levels = NDArray[np.float64]
SIZE = (720, 480)


@cache
def _levels(size: tuple[int, int]) -> Levels:
    """Detail of every size around mid-grey, and hard edges: shape (height, width), 0 to 1."""
    chance = np.random.default_rng(7)
    width, height = size
    total = np.full((height, width), 0.5)
    for cells in (4, 12, 40, 120, 360):
        coarse = chance.random((max(cells * height // width, 2), cells)).astype(np.float32)
        layer = Image.fromarray(coarse, "F").resize(size, Image.Resampling.BICUBIC)
        total += (np.asarray(layer) - 0.5) * (1.6 / cells**0.35)
    shapes = Image.new("L", size, 0)
    pen = ImageDraw.Draw(shapes)
    for _ in range(120):
        x, y = int(chance.integers(0, width)), int(chance.integers(0, height))
        side = int(chance.integers(6, 40))
        pen.rectangle((x, y, x + side, y + side), fill=int(chance.integers(60, 255)))
    total += (np.asarray(shapes) / 255.0) * 0.9
    return 0.05 + 0.85 * np.clip((total + 0.1) / 1.6, 0.0, 1.0)


def scene(size: tuple[int, int] = SIZE, *, gain: float = 1.0, lift: float = 0.0) -> Image.Image:
    """A picture nobody would find fault with; its levels become `gain` times what they are
    plus `lift`, of 1."""
    grey = np.clip(_levels(size) * gain + lift, 0.0, 1.0) * 255.0
    tint = np.array([1.0, 0.97, 0.9])
    return Image.fromarray((grey[:, :, None] * tint).round().astype(np.uint8), "RGB")


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Out of focus: a Gaussian of `radius` pixels where the longer side is 512."""
    return picture.filter(ImageFilter.GaussianBlur(radius * max(picture.size) / 512))


def smeared(picture: Image.Image, length: float) -> Image.Image:
    """A camera that was moved sideways, by `length` pixels where the longer side is 512."""
    pixels = np.asarray(picture).astype(np.float64)
    steps = round(length * max(picture.size) / 512)
    mean = np.mean([np.roll(pixels, step, axis=1) for step in range(steps)], axis=0)
    return Image.fromarray(mean.round().astype(np.uint8), "RGB")


def in_levels(picture: Image.Image, count: int) -> Image.Image:
    """Posterised to `count` grey levels that are equally frequent."""
    grey = np.asarray(picture.convert("L"))
    bounds = np.quantile(grey, np.linspace(0, 1, count + 1)[1:-1])
    return Image.fromarray((30 + np.digitize(grey, bounds) * (190 // count)).astype(np.uint8), "L")


def patched(picture: Image.Image, share: float, colour: int) -> Image.Image:
    """With a rectangle of `colour` over `share` of the picture, away from its edges."""
    width, height = (round(side * share**0.5) for side in picture.size)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    picture.paste((colour,) * 3, (left, top, left + width, top + height))
    return picture


def page(size: tuple[int, int] = SIZE, *, lines: int = 12, paper: int = 250) -> Image.Image:
    """Writing on paper: strokes of letters, and no faults."""
    sheet = Image.new("L", size, paper)
    pen = ImageDraw.Draw(sheet)
    for line in range(lines):
        y = 40 + line * (size[1] - 80) // max(lines, 1)
        pen.text((40, y), "Sphinx of black quartz, judge my vow. " * 2, fill=20, font_size=18)
    return sheet


def drawing(size: tuple[int, int] = SIZE) -> Image.Image:
    """A logo: a few flat colours with hard edges, one over most of it."""
    sheet = Image.new("RGB", size, "#954398")
    pen = ImageDraw.Draw(sheet)
    width, height = size
    pen.ellipse((width * 0.3, height * 0.2, width * 0.7, height * 0.8), fill="#101010")
    pen.line((width * 0.35, height * 0.5, width * 0.65, height * 0.4), fill="white", width=6)
    return sheet


def areas(size: tuple[int, int] = (2400, 1600)) -> Image.Image:
    """A wallpaper of three colours and two edges, none of them straight up or across."""
    sheet = Image.new("RGB", size, "#74bfb5")
    pen = ImageDraw.Draw(sheet)
    width, height = size
    pen.polygon(((0, height * 0.6), (width, height * 0.3), (width, height), (0, height)), "#005f6b")
    pen.ellipse((width * 0.6, height * 0.5, width * 0.8, height * 0.9), fill="#fbbc4d")
    return sheet


def screen(size: tuple[int, int] = SIZE) -> Image.Image:
    """A screenshot: a white window of text and a black one on a desktop with a gradient."""
    width, height = size
    across = np.linspace(40, 120, width // 8).round().repeat(8)[:width]
    sheet = Image.fromarray(np.tile(across.astype(np.uint8), (height, 1)), "L").convert("RGB")
    sheet.paste(page((width // 2, height * 3 // 5), lines=6, paper=255), (20, 20))
    sheet.paste((0, 0, 0), (width // 2 + 40, 40, width - 40, height - 40))
    return sheet


def portrait(size: tuple[int, int] = SIZE) -> Image.Image:
    """Strong light and dark without detail, and hard edges only around a head."""
    width, height = size
    soft = Image.new("L", size, 215)
    pen = ImageDraw.Draw(soft)
    pen.rectangle((0, 0, width // 3, height), fill=90)
    soft = blurred(soft, 40)
    ImageDraw.Draw(soft).ellipse((width * 0.35, height * 0.1, width * 0.75, height), fill=25)
    return soft.filter(ImageFilter.GaussianBlur(0.6)).convert("RGB")


def exif(**parts: dict[int, Any]) -> Image.Exif:
    """Metadata: `base`, `gps`, `details` map numbers of tags to values. PNGs need a `base`."""
    made = Image.Exif()
    made.update(parts.get("base", {}))
    for name, ifd in (("gps", ExifTags.IFD.GPSInfo), ("details", ExifTags.IFD.Exif)):
        made.get_ifd(ifd).update(parts.get(name, {}))
    return made


PLACE = {0: b"\2\3\0\0", 1: "N", 2: (47.0, 22.0, 30.0), 3: "E", 4: (8.0, 32.0, 10.0)}


def saved(picture: Image.Image, path: Path, **options: Any) -> Path:
    """Writes the picture; the suffix of `path` chooses the format."""
    if path.suffix == ".png":
        options = {"compress_level": 1, **options}
    elif path.suffix == ".jpg":
        options = {"quality": 90, **options}
    picture.save(path, **options)
    return path
