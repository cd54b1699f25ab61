"""Colours as a screen shows them: out of printing inks, grey, Lab and wide colour spaces."""

import io
from typing import Any

from PIL import Image, ImageCms

MOST_PROFILE_BYTES = 8_000_000
# Modes whose pixels are kept until they are few; everything else becomes RGB at once.
NATIVE = ("RGB", "L", "CMYK", "LAB")


def srgb(picture: Image.Image, profile: Any) -> Image.Image:
    """The picture, of a mode in NATIVE, in RGB; `profile` is the file's ICC profile, if it has one.

    A profile that is damaged, or made for another kind of picture, counts as none.
    """
    given: Any = None
    if isinstance(profile, bytes) and 0 < len(profile) <= MOST_PROFILE_BYTES:
        given = io.BytesIO(profile)
    elif picture.mode == "LAB":
        given = ImageCms.createProfile("LAB")
    if given is None:
        return picture.convert("RGB")
    try:
        shown = ImageCms.profileToProfile(
            picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return _plain(picture)
    return _plain(picture) if shown is None else shown


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode == "LAB":
        return srgb(picture, None)
    return picture.convert("RGB")
