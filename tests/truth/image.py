"""Files with known faults: pictures that stand still."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from tests.kit.pictures import (
    PLACE,
    areas,
    blurred,
    drawing,
    exif,
    in_levels,
    page,
    patched,
    portrait,
    saved,
    scene,
    screen,
    smeared,
)
from tests.truth import image_animations
from tests.truth.case import Case, Expected

Make = Callable[[], Image.Image]
LIGHT = ("image.dark", "image.bright", "image.clipped")
SHAPE = ("image.odd_aspect", "image.low_res")
PRIVATE = ("image.gps", "image.personal_data")
EVERY = (*LIGHT, *SHAPE, *PRIVATE, "image.blurry", "image.low_information", "image.undecodable")


def _there(
    name: str, make: Make, *codes: str, file: str = "p.png", aside: str = "", **save: Any
) -> Case:
    """A picture with these faults."""
    expected = tuple(Expected(code) for code in codes)
    return Case(name, partial(_write, make, file, save), expected, aside=frozenset(aside.split()))


def _absent(
    name: str, make: Make, *codes: str, file: str = "p.png", aside: str = "", **save: Any
) -> Case:
    """A picture that is evidence for the absence of these faults."""
    write = partial(_write, make, file, save)
    return Case(name, write, about=codes, aside=frozenset(aside.split()))


def _write(make: Make, file: str, save: dict[str, Any], directory: Path) -> Path:
    return saved(make(), directory / file, **save)


def _cut(name: str, file: str, keep: float, *codes: str, **save: Any) -> Case:
    """A picture of whose file only a share is there."""

    def write(directory: Path) -> Path:
        path = saved(scene(), directory / file, **save)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * keep)])
        return path

    return Case(name, write, tuple(Expected(code) for code in ("image.undecodable", *codes)))


def _xmp(content: str) -> bytes:
    return f"<x:xmpmeta><rdf:Description>{content}</rdf:Description></x:xmpmeta>".encode()


def _barely_sharp() -> Image.Image:
    """A sharp subject on a twelfth of the picture."""
    picture = blurred(scene(), 4)
    picture.paste(scene().crop((270, 150, 450, 310)), (270, 150))
    return picture


def _half_sharp() -> Image.Image:
    picture = blurred(scene(), 4)
    picture.paste(scene().crop((240, 120, 480, 360)), (240, 120))
    return picture


def _cut_out() -> Image.Image:
    """A subject on white, as shops show it."""
    picture = Image.new("RGB", (720, 480), "white")
    picture.paste(scene((480, 320)), (120, 80))
    return picture


def _turned() -> Image.Image:
    return scene((480, 720))


NO_PLACE = {key: value for key, value in PLACE.items() if key == 0}
CASES: tuple[Case, ...] = (
    _absent("a good picture", scene, *EVERY),
    _absent("a good photograph", scene, *EVERY, file="p.jpg", exif=exif(base={272: "A camera"})),
    _absent("a good picture upright", _turned, *EVERY, file="p.webp", quality=90),
    Case("out of focus", partial(_write, lambda: blurred(scene(), 4), "p.png", {}),
         (Expected("image.blurry", severity="warning"),)),
    _there("out of focus, large", lambda: blurred(scene((2100, 1400)), 4), "image.blurry"),
    _there("slightly out of focus", lambda: blurred(scene(), 1.2), "image.blurry"),
    _there("out of focus, compressed", lambda: blurred(scene(), 4), "image.blurry", file="p.jpg"),
    _there("a moved camera", lambda: smeared(scene(), 15), "image.blurry"),
    _there("a moved camera upright", lambda: smeared(_turned(), 8).rotate(90, expand=True),
           "image.blurry"),
    _absent("barely moved", lambda: smeared(scene(), 2), "image.blurry"),
    _absent("barely soft", lambda: blurred(scene(), 0.8), "image.blurry"),
    _absent("sharp before a soft background", _half_sharp, "image.blurry"),
    _absent("a small sharp subject", _barely_sharp, "image.blurry"),
    _absent("writing", page, "image.blurry", "image.bright", "image.low_information"),
    _absent("two lines of writing", lambda: page(lines=2), "image.bright", "image.clipped"),
    _there("very dark", lambda: scene(gain=0.2), "image.dark"),
    _there("just too dark", lambda: scene(gain=0.355), "image.dark"),
    _absent("just not too dark", lambda: scene(gain=0.385), "image.dark"),
    _there("just too bright", lambda: scene(gain=0.04, lift=0.975), "image.bright",
           aside="image.low_information"),
    _absent("just not too bright", lambda: scene(gain=0.04, lift=0.96), "image.bright",
            aside="image.low_information"),
    _there("white", lambda: Image.new("RGB", (720, 480), "white"), "image.bright",
           "image.low_information"),
    _there("black", lambda: Image.new("RGB", (720, 480)), "image.dark", "image.low_information"),
    _there("all but black", lambda: scene(gain=0.03), "image.dark", "image.low_information"),
    _there("one grey", lambda: Image.new("L", (720, 480), 120), "image.low_information"),
    _there("seven levels", lambda: in_levels(blurred(scene(), 4), 7), "image.low_information"),
    _absent("nine levels", lambda: in_levels(blurred(scene(), 4), 9), "image.low_information",
            aside="image.blurry"),
    _absent("a logo of few colours", drawing, "image.low_information", *LIGHT),
    _absent("a wallpaper of few colours", areas, "image.low_information", "image.blurry"),
    _absent("a screen with white and black parts", screen, *LIGHT, "image.blurry"),
    _absent("a soft portrait with sharp eyes", portrait, "image.blurry"),
    _there("just too wide", lambda: scene((1200, 415)), "image.odd_aspect"),
    _there("just too tall", lambda: scene((415, 1200)), "image.odd_aspect"),
    _absent("just not too wide", lambda: scene((1200, 425)), "image.odd_aspect"),
    _there("burnt out", lambda: patched(scene(), 0.21, 255), "image.clipped"),
    _there("burnt out, compressed", lambda: patched(scene(), 0.22, 254), "image.clipped",
           file="p.jpg"),
    _there("blocked up", lambda: patched(scene(), 0.21, 0), "image.clipped"),
    _absent("nearly burnt out", lambda: patched(scene(), 0.19, 255), "image.clipped"),
    _absent("nearly blocked up", lambda: patched(scene(), 0.18, 0), "image.clipped"),
    _absent("a subject cut out on white", _cut_out, *LIGHT),
    _there("just too small", lambda: scene((669, 448)), "image.low_res"),
    _absent("just not too small", lambda: scene((671, 448)), "image.low_res"),
    _there("with its place", scene, "image.gps", file="p.jpg", exif=exif(gps=PLACE)),
    _there("with its place, PNG", scene, "image.gps", exif=exif(base={272: "A camera"}, gps=PLACE)),
    _there("with its place, WebP", scene, "image.gps", file="p.webp", exif=exif(gps=PLACE)),
    _absent("a receiver without a place", scene, "image.gps", file="p.jpg",
            exif=exif(gps=NO_PLACE)),
    _there("with a name and a serial number", scene, "image.personal_data", file="p.jpg",
           exif=exif(base={315: "A. Person"}, details={0xA431: "0042"})),
    _there("with a name in XMP", scene, "image.personal_data", file="p.jpg",
           xmp=_xmp("<dc:creator><rdf:Seq><rdf:li>A. Person</rdf:li></rdf:Seq></dc:creator>")),
    _there("with people in it named", scene, "image.personal_data", file="p.webp",
           xmp=_xmp("<Iptc4xmpExt:PersonInImage>A. Person</Iptc4xmpExt:PersonInImage>")),
    _absent("with blanks for a name", scene, "image.personal_data", file="p.jpg",
            exif=exif(base={315: "   ", 271: "Maker"}, details={0xA431: ""}),
            xmp=_xmp("<dc:creator/>")),
    _there("with its place and a name", scene, *PRIVATE, file="p.jpg",
           exif=exif(base={315: "A. Person"}, gps=PLACE)),
    _cut("cut short", "p.jpg", 0.6),
    _cut("cut short by a little", "p.jpg", 0.995),
    _cut("cut short, PNG", "p.png", 0.5),
    _cut("cut short, progressive", "p.jpg", 0.8, progressive=True),
    _cut("cut short with its place", "p.jpg", 0.7, "image.gps", exif=exif(gps=PLACE)),
    _there("dark and out of focus", lambda: blurred(scene(gain=0.3), 4), "image.dark",
           "image.blurry"),
    _there("small and long with its place", lambda: scene((600, 180)), "image.low_res",
           "image.odd_aspect", "image.gps", file="p.jpg", exif=exif(gps=PLACE)),
    _there("burnt out and out of focus", lambda: blurred(patched(scene(), 0.3, 255), 4),
           "image.clipped", "image.blurry"),
    Case("black behind a face", partial(_write, lambda: patched(scene(), 0.3, 0), "p.png", {}),
         (Expected("image.clipped", severity="info"),)),
    *image_animations.CASES,
)  # fmt: skip
