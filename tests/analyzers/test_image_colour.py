"""Colours of the poster: as a screen shows what the file means."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.analyzers.conftest import Analysed, Answer
from tests.kit.pictures import saved


def shown(answer: Answer, folder: Path) -> tuple[int, ...]:
    """The colour in the middle of the poster."""
    with Image.open(folder / "output" / answer["files"][0]["name"]) as picture:
        pixel = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(pixel, tuple)
    return pixel


def wide() -> bytes:
    """A profile whose red and green are swapped: whoever reads it shows another colour."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    names = {name: data.index(name, 128) for name in (b"rXYZ", b"gXYZ")}
    for name, other in ((b"rXYZ", b"gXYZ"), (b"gXYZ", b"rXYZ")):
        data[names[name] : names[name] + 4] = other
    return bytes(data)


@pytest.mark.parametrize("size", [(720, 480), (5200, 700)], ids=["small", "reduced"])
@pytest.mark.parametrize("file", ["p.png", "p.jpg", "p.webp", "p.tif"])
def test_a_colour_profile_is_obeyed(
    analysed: Analysed, tmp_path: Path, size: tuple[int, int], file: str
) -> None:
    source = saved(Image.new("RGB", size, (220, 60, 60)), tmp_path / file, icc_profile=wide())
    red, green, blue = shown(analysed(source, frame_format="png"), tmp_path)
    assert green > 200
    assert max(red, blue) < 90


@pytest.mark.parametrize("profile", [b"", b"junk" * 100, b"\0" * 4000])
def test_a_damaged_profile_counts_as_none(
    analysed: Analysed, tmp_path: Path, profile: bytes
) -> None:
    source = saved(Image.new("RGB", (720, 480), (220, 60, 60)), tmp_path / "p.png",
                   icc_profile=profile)  # fmt: skip
    pixel = shown(analysed(source, frame_format="png"), tmp_path)
    assert np.allclose(pixel, (220, 60, 60), atol=2)


def test_a_profile_for_another_kind_of_picture_counts_as_none(
    analysed: Analysed, tmp_path: Path
) -> None:
    source = saved(Image.new("L", (720, 480), 150), tmp_path / "p.png", icc_profile=wide())
    assert np.allclose(shown(analysed(source, frame_format="png"), tmp_path), 150, atol=2)


def test_printing_inks(analysed: Analysed, tmp_path: Path) -> None:
    inks = Image.new("CMYK", (720, 480), (0, 255, 255, 0))
    pixel = shown(analysed(saved(inks, tmp_path / "p.tif"), frame_format="png"), tmp_path)
    assert pixel == (255, 0, 0)
