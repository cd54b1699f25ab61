"""A decoded picture into a small RGB one, band by band, so that memory holds it once."""

import numpy as np
from PIL import Image

from mediaq.analyzers.image.colour import NATIVE, srgb

WHITE = (255, 255, 255, 255)
BAND_ROWS = 256


def shrunk(picture: Image.Image, side: int) -> Image.Image:
    """The picture in sRGB, neither side longer than `side`; what is transparent becomes white.

    A JPEG is decoded at a fraction of its size where that is still large enough.
    """
    longest = max(picture.size)
    if longest > side:
        share = side / longest
        picture.draft(None, (int(picture.width * share), int(picture.height * share)))
    picture.load()
    factor = max(max(picture.size) // (2 * side), 1)
    small = _reduced(picture, factor) if factor > 1 else flat(picture)
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None)
    small = srgb(small, picture.info.get("icc_profile"))
    small.info.clear()  # or a writer may take comments and profiles from it
    return small


def _reduced(picture: Image.Image, factor: int) -> Image.Image:
    """Means of squares of `factor` pixels, those at the edges of what is there."""
    width, height = picture.size
    rows = max(BAND_ROWS // factor, 1) * factor
    small = None
    for top in range(0, height, rows):
        band = flat(picture.crop((0, top, width, min(top + rows, height))))
        if small is None:
            small = Image.new(band.mode, (-(-width // factor), -(-height // factor)))
        small.paste(band.reduce(factor), (0, top // factor))
    assert small is not None, "a picture has rows"
    return small


def flat(picture: Image.Image) -> Image.Image:
    """The picture in 8 bits on white: in a mode of NATIVE, the same for every part of it."""
    if picture.mode.startswith(("I", "F")):
        picture = _eight_bit(picture)
    if picture.has_transparency_data:
        front = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", front.size, WHITE), front).convert("RGB")
    return picture.copy() if picture.mode in NATIVE else picture.convert("RGB")


def _eight_bit(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits or more; Pillow would clip it at 255. Floats are taken as 0 to 1."""
    grey = np.nan_to_num(np.asarray(picture).astype(np.float32))
    grey *= 255.0 if picture.mode.startswith("F") else 255.0 / 65535.0
    return Image.fromarray(np.clip(grey, 0, 255).round().astype(np.uint8), "L")
