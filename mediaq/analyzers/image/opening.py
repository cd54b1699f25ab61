"""The only place that opens pictures with Pillow, and the only one that reads its errors."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile

from mediaq.analyzers.image.exif import Taken, taken
from mediaq.analyzers.image.raw import refuse_raw
from mediaq.analyzers.image.shrink import shrunk
from mediaq.analyzers.pixels.geometry import Size
from mediaq.errors import EmptyMedia, MediaInvalid, MediaTooLarge

# Never all that Pillow knows: some of them unpack archives or call other programs.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
SIDE = 1280
# Browsers show frames of 10 ms and less, which old programs wrote, for a tenth of a second.
SHORTEST, UNTIMED = 0.01, 0.1
# What its decoders raise on damaged files.
_DAMAGE = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, ArithmeticError, TypeError),
    *(AttributeError, struct.error),
)


@dataclass(frozen=True, slots=True)
class Still:
    """A decoded picture: `size` and `small` (RGB, shrunk) are upright. Of an animation it is the
    first frame, of several pages the first. `missing` is the share, from 0 to 1, that a damaged
    file does not show; None for a whole file."""

    format: str
    mime_type: str | None
    mode: str
    size: Size
    animated: bool
    paged: bool
    taken: Taken
    small: Image.Image
    missing: float | None = None


def decode(source: str, *, max_pixels: int, side: int = SIDE) -> Still:
    """Decodes one frame of a picture, or of a damaged one what decoders make of it; `small` then
    has at most `side` pixels a side.

    Raises EmptyMedia for a file of no bytes, MediaInvalid for what cannot be decoded,
    UnsupportedMedia for what a camera's sensor saw, MediaTooLarge above `max_pixels`, which the
    header tells, or when memory ends.
    """
    if Path(source).stat().st_size == 0:
        raise EmptyMedia
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        return _decode(source, max_pixels, side)
    except MediaInvalid:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            return _decode(source, max_pixels, side, whole=False)
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False


def _missing(picture: Image.Image) -> float:
    """The share of rows at one end, the last or in bitmaps the first, that are of one colour: they
    were not decoded. MediaInvalid when all are."""
    grey = np.asarray(picture.convert("L"))
    there = np.flatnonzero(grey.min(axis=1) != grey.max(axis=1))
    if there.size == 0:
        raise MediaInvalid("The image cannot be decoded.")
    return float(max(there[0], len(grey) - 1 - there[-1]) / len(grey))


def _decode(source: str, max_pixels: int, side: int, *, whole: bool = True) -> Still:
    with _readable(max_pixels), Image.open(source, formats=FORMATS) as picture:
        refuse_raw(picture)
        width, height = picture.size
        if width * height > max_pixels:
            raise _too_large(max_pixels)
        name, mode, several = str(picture.format), picture.mode, _several(picture)
        small = shrunk(picture, side)
        about = taken(picture)
        return Still(
            format=name,
            mime_type=Image.MIME.get(name),
            mode=mode,
            size=(height, width) if about.sideways else (width, height),
            animated=several and name != "TIFF",
            paged=several and name == "TIFF",
            taken=about,
            small=about.upright(small),
            missing=None if whole else _missing(small),
        )


def frames(source: str, *, max_pixels: int, side: int) -> Iterator[tuple[Image.Image, float]]:
    """The frames of an animation, of at most `side` pixels a side, each with the seconds that
    browsers show it; damage and lack of memory end them."""
    with (
        suppress(MediaInvalid, MediaTooLarge),
        _readable(max_pixels),
        Image.open(source, formats=FORMATS) as file,
    ):
        for index in count():
            file.seek(index)
            small = shrunk(file, side)
            shown = float(file.info.get("duration") or 0.0) / 1000
            yield small, shown if shown > SHORTEST else UNTIMED


def _several(picture: Image.Image) -> bool:
    """Whether there are more frames; they are not counted, for there may be very many."""
    return picture.format != "MPO" and bool(getattr(picture, "is_animated", False))


def _too_large(max_pixels: int) -> MediaTooLarge:
    return MediaTooLarge(
        f"The image has more pixels than the {max_pixels / 1e6:g} million that are allowed."
    )


@contextmanager
def _readable(max_pixels: int) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            # Most others are about metadata, which must not cost anybody a picture.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(max_pixels) from error
    except MemoryError as error:
        raise MediaTooLarge("The image needs more memory than is allowed.") from error
    except _DAMAGE as error:
        raise MediaInvalid("The image cannot be decoded.") from error
