"""Pictures that are damaged, cut short, too large or not pictures at all; several pages, frames."""

from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from mediaq.errors import MediaInvalid, MediaTooLarge, UnsupportedMedia
from tests.analyzers.conftest import Analysed, codes, only
from tests.kit.pictures import PLACE, blurred, exif, saved, scene


@pytest.mark.parametrize("file", ["p.jpg", "p.png", "p.bmp", "p.gif"])
@pytest.mark.parametrize("share", [0.4, 0.7, 0.95])
def test_what_is_left_of_a_picture_that_stops(
    analysed: Analysed, tmp_path: Path, file: str, share: float
) -> None:
    """Rows that are not there are counted, and nothing is said of light and sharpness."""
    source = saved(blurred(scene(), 4), tmp_path / file)
    data = source.read_bytes()
    source.write_bytes(data[: int(len(data) * share)])
    answer = analysed(source)
    cut = only(answer, "image.undecodable")
    assert cut["severity"] == "critical"
    assert 0 < cut["measurement"] < 100
    assert codes(answer) == {"image.undecodable"}
    assert answer["media"]["picture_hash"] is None
    assert [entry["kind"] for entry in answer["files"]] == ["poster"]


def test_the_missing_share_is_measured(analysed: Analysed, tmp_path: Path) -> None:
    source = saved(scene(), tmp_path / "p.bmp")
    data = source.read_bytes()
    source.write_bytes(data[: int(len(data) * 0.75)])  # a bitmap begins with its last row
    assert only(analysed(source), "image.undecodable")["measurement"] == pytest.approx(25, abs=1)


@pytest.mark.parametrize("file", ["p.jpg", "p.png", "p.webp", "p.avif", "p.tif", "p.gif"])
def test_a_head_alone_is_no_picture(analysed: Analysed, tmp_path: Path, file: str) -> None:
    source = saved(scene(), tmp_path / file)
    source.write_bytes(source.read_bytes()[:300])
    with pytest.raises(MediaInvalid, match="cannot be decoded"):
        analysed(source, media_type="image")
    assert not list((tmp_path / "output").iterdir())


def test_the_position_is_told_of_what_is_left_too(analysed: Analysed, tmp_path: Path) -> None:
    source = saved(scene(), tmp_path / "p.jpg", exif=exif(gps=PLACE))
    source.write_bytes(source.read_bytes()[:-20_000])
    assert codes(analysed(source)) == {"image.undecodable", "image.gps"}


@pytest.mark.parametrize("file", ["p.png", "p.gif", "p.tif", "p.webp", "p.bmp"])
def test_pixels_are_limited_by_the_head(analysed: Analysed, tmp_path: Path, file: str) -> None:
    """A bomb: 36 million pixels in a file that is small, where the format can pack."""
    source = saved(Image.new("L", (6000, 6000)), tmp_path / file)
    with pytest.raises(MediaTooLarge, match="more pixels than the 10 million"):
        analysed(source, max_pixels=10_000_000)


@pytest.mark.parametrize("limit", [720 * 480, 720 * 480 - 1])
def test_the_limit_is_the_last_pixel(analysed: Analysed, tmp_path: Path, limit: int) -> None:
    source = saved(scene(), tmp_path / "p.png")
    if limit == 720 * 480:
        assert codes(analysed(source, max_pixels=limit)) == set()
    else:
        with pytest.raises(MediaTooLarge):
            analysed(source, max_pixels=limit)


@pytest.mark.parametrize("file", ["p.gif", "p.webp", "p.png", "p.avif"])
def test_of_an_animation_the_first_frame_counts(
    analysed: Analysed, tmp_path: Path, file: str
) -> None:
    rest = [Image.new("RGB", (720, 480), colour) for colour in ("black", "white")]
    saved(scene(), tmp_path / file, save_all=True, append_images=rest, duration=1000)
    answer = analysed(tmp_path / file)
    assert codes(answer) == set()
    (result,) = answer["results"]
    assert result["result"]["image"]["animated"] is True
    assert result["summary"].startswith("First frame of an animation, 720 x 480")


def test_of_several_pages_the_first_counts(analysed: Analysed, tmp_path: Path) -> None:
    more = [Image.new("RGB", (30, 20))] * 2
    answer = analysed(saved(scene(), tmp_path / "p.tif", save_all=True, append_images=more))
    assert codes(answer) == set()
    image = answer["results"][0]["result"]["image"]
    assert (image["paged"], image["animated"]) == (True, False)
    assert answer["results"][0]["summary"].startswith("First of several pages, 720 x 480")


@pytest.mark.parametrize(
    ("tag", "content"), [(50706, b"\1\4\0\0"), (254, 1), (262, 32803)], ids=["DNG", "NEF", "CFA"]
)
def test_raw_files_are_told_from_tiff(
    analysed: Analysed, tmp_path: Path, tag: int, content: bytes | int
) -> None:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[tag] = content
    if tag == 50706:
        info.tagtype[tag] = 1
    source = saved(scene((60, 40)), tmp_path / "p.tif", tiffinfo=info)
    if tag == 262:  # written over by Pillow, so set in the file
        data = bytearray(source.read_bytes())
        at = data.index(b"\x06\x01\x03\x00\x01\x00\x00\x00") + 8
        data[at : at + 2] = (32803).to_bytes(2, "little")
        source.write_bytes(data)
    with pytest.raises((UnsupportedMedia, MediaInvalid)) as caught:
        analysed(source)
    assert tag == 262 or isinstance(caught.value, UnsupportedMedia)
