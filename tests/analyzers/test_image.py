"""Pictures of every kind: what is measured, and what the poster shows and does not carry."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from tests.analyzers.conftest import Analysed, Answer, codes, only
from tests.kit.pictures import PLACE, exif, patched, saved, scene

Make = Callable[[], Image.Image]


def see_through() -> Image.Image:
    picture = scene().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 360, 480))
    return picture


def palette_see_through() -> Image.Image:
    picture = scene().quantize(64)
    picture.info["transparency"] = 0
    return picture


def sixteen_bit() -> Image.Image:
    grey = np.asarray(scene().convert("L")).astype(np.uint16) * 257
    return Image.fromarray(grey)


def lab() -> Image.Image:
    made = ImageCms.profileToProfile(
        scene(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert made is not None
    return made


# How it is made, its file, mode as read, and what its middle row becomes in the poster.
KINDS: tuple[tuple[str, Make, str, dict[str, Any], str], ...] = (
    ("grey", lambda: scene().convert("L"), "p.png", {}, "L"),
    ("16 bit", sixteen_bit, "p.png", {}, "I;16"),
    ("16 bit TIFF", sixteen_bit, "p.tif", {}, "I;16"),
    ("float", lambda: Image.fromarray(np.asarray(scene().convert("L")) / np.float32(255)),
     "p.tif", {}, "F"),
    ("cmyk", lambda: scene().convert("CMYK"), "p.jpg", {}, "CMYK"),
    ("palette", lambda: scene().quantize(128), "p.png", {}, "P"),
    ("gif", lambda: scene().quantize(128), "p.gif", {}, "P"),
    ("bmp", scene, "p.bmp", {}, "RGB"),
    ("tiff", scene, "p.tif", {"compression": "tiff_lzw"}, "RGB"),
    ("lab", lab, "p.tif", {}, "LAB"),
    ("webp", scene, "p.webp", {"quality": 90}, "RGB"),
    ("avif", scene, "p.avif", {"quality": 90, "speed": 10}, "RGB"),
    ("progressive", scene, "p.jpg", {"progressive": True}, "RGB"),
)  # fmt: skip


def poster(answer: Answer, folder: Path) -> Image.Image:
    """The poster as it was written."""
    (entry,) = answer["files"]
    assert entry["kind"] == "poster"
    with Image.open(folder / "output" / entry["name"]) as picture:
        picture.load()
        assert picture.size == (entry["width"], entry["height"])
        return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference of grey levels."""
    a, b = (np.asarray(picture.convert("L")).astype(float) for picture in (one, other))
    return float(np.abs(a - b).mean())


@pytest.mark.parametrize(
    ("make", "file", "save", "mode"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS]
)
def test_a_good_picture_of_every_kind(
    analysed: Analysed, tmp_path: Path, make: Make, file: str, save: dict[str, Any], mode: str
) -> None:
    answer = analysed(saved(make(), tmp_path / file, **save))
    assert codes(answer) == set()
    assert answer["results"][0]["result"]["image"]["mode"] == mode
    assert (answer["media"]["width"], answer["media"]["height"]) == (720, 480)
    assert difference(poster(answer, tmp_path), scene()) < 4


@pytest.mark.parametrize(
    ("make", "file"), [(see_through, "p.png"), (see_through, "p.webp")], ids=["png", "webp"]
)
def test_what_is_transparent_is_white(
    analysed: Analysed, tmp_path: Path, make: Make, file: str
) -> None:
    shown = poster(analysed(saved(make(), tmp_path / file), frame_format="png"), tmp_path)
    assert np.asarray(shown)[:, :340].min() >= 250
    assert difference(shown.crop((380, 0, 720, 480)), scene().crop((380, 0, 720, 480))) < 4


def test_a_transparent_colour_of_a_palette(analysed: Analysed, tmp_path: Path) -> None:
    source = saved(palette_see_through(), tmp_path / "p.png", transparency=0)
    with Image.open(source) as picture:
        clear = np.asarray(picture) == 0
    shown = poster(analysed(source, frame_format="png"), tmp_path)
    assert np.asarray(shown)[clear].min() == 255


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("file", ["p.jpg", "p.png", "p.webp"])
def test_posters_are_upright(analysed: Analysed, tmp_path: Path, turn: int, file: str) -> None:
    """What a reader of the picture's own orientation shows is what the poster shows."""
    source = saved(scene((360, 240)), tmp_path / file, exif=exif(base={274: turn}))
    answer = analysed(source, frame_format="png")
    with Image.open(source) as stored:
        expected = ImageOps.exif_transpose(stored).convert("RGB")
    assert (answer["media"]["width"], answer["media"]["height"]) == expected.size
    assert difference(poster(answer, tmp_path), expected) < 1


@pytest.mark.parametrize("frame_format", ["jpg", "png"])
def test_posters_carry_nothing_of_the_original(
    analysed: Analysed, tmp_path: Path, frame_format: str
) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = saved(
        scene(), tmp_path / "p.jpg", exif=exif(base={272: "SECRETCAM"}, gps=PLACE),
        comment=b"SECRETNOTE", icc_profile=profile, xmp=b"<x>SECRETXMP</x>",
    )  # fmt: skip
    answer = analysed(source, frame_format=frame_format)
    with poster(answer, tmp_path) as picture:
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    data = (tmp_path / "output" / answer["files"][0]["name"]).read_bytes()
    assert b"SECRET" not in data
    assert b"Exif" not in data


def test_a_large_picture_gets_a_small_poster(analysed: Analysed, tmp_path: Path) -> None:
    big = scene().resize((3601, 2401))
    for file in ("p.jpg", "p.png"):
        answer = analysed(saved(big, tmp_path / file))
        assert (answer["media"]["width"], answer["media"]["height"]) == (3601, 2401)
        shown = poster(answer, tmp_path)
        assert shown.size in ((1280, 853), (1280, 854))
        assert difference(shown, scene().resize(shown.size)) < 4


def test_a_position_in_xmp_is_found(analysed: Analysed, tmp_path: Path) -> None:
    packet = b'<rdf:Description exif:GPSLatitude="47,22.5N" exif:GPSLongitude="8,32.1E"/>'
    answer = analysed(saved(scene(), tmp_path / "p.jpg", xmp=packet))
    assert codes(answer) == {"image.gps"}


def test_no_coordinate_is_in_the_answer(analysed: Analysed, tmp_path: Path) -> None:
    base = {271: "Maker", 272: "One", 306: "2026:01:02 03:04:05"}
    answer = analysed(saved(scene(), tmp_path / "p.jpg", exif=exif(base=base, gps=PLACE)))
    shown = answer["results"][0]["result"]["image"]
    assert (shown["camera"], shown["taken"]) == ("Maker One", "2026:01:02 03:04:05")
    assert "47" not in str([finding["message"] for finding in answer["findings"]])
    assert "latitude" not in str(answer).lower()


def test_a_clipped_part_has_its_place(analysed: Analysed, tmp_path: Path) -> None:
    answer = analysed(saved(patched(scene(), 0.25, 255), tmp_path / "p.png"))
    assert only(answer, "image.clipped")["bbox"] == pytest.approx((0.25, 0.25, 0.5, 0.5), abs=0.03)


def test_no_name_is_in_the_answer(analysed: Analysed, tmp_path: Path) -> None:
    packet = b"<dc:creator>SECRET</dc:creator><mwg-rs:Name>SECRET</mwg-rs:Name>"
    made = exif(base={315: "SECRET"}, details={0xA431: "SECRET"})
    answer = analysed(saved(scene(), tmp_path / "p.jpg", exif=made, xmp=packet))
    assert "SECRET" not in str(answer)
    assert only(answer, "image.personal_data")["message"] == (
        "This file tells who took the picture, who is in it and the serial number of the camera."
    )
