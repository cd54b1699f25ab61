"""The only place that opens pictures with Pillow, and the only one that reads its errors."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from mediaq.analyzers.geometry import Size
from mediaq.analyzers.image_exif import Taken, taken
from mediaq.analyzers.image_shrink import shrunk
from mediaq.errors import EmptyMedia, MediaInvalid, MediaTooLarge

# Never all that Pillow knows: some of them unpack archives or call other programs.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
SIDE = 1280
# What its decoders raise on damaged files.
_DAMAGE = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, ArithmeticError, TypeError),
    *(AttributeError, struct.error),
)


@dataclass(frozen=True, slots=True)
class Still:
    """A decoded picture: `size` and `small` (RGB, at most 1280 px a side) are upright; of an
    animation it is the first frame."""

    format: str
    mime_type: str | None
    mode: str
    size: Size
    animated: bool
    taken: Taken
    small: Image.Image


def decode(source: str, *, max_pixels: int) -> Still:
    """Decodes one frame of a picture.

    Raises EmptyMedia for a file of no bytes, MediaInvalid for what cannot be decoded,
    MediaTooLarge above `max_pixels`, which the header tells, or when memory ends.
    """
    if Path(source).stat().st_size == 0:
        raise EmptyMedia
    Image.MAX_IMAGE_PIXELS = max_pixels
    with _readable(), Image.open(source, formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > max_pixels:
            raise MediaTooLarge(f"The image measures {width} x {height} px, more than allowed.")
        name, mode, animated = str(picture.format), picture.mode, _moves(picture)
        small = shrunk(picture, SIDE)
        about = taken(picture)
        return Still(
            format=name,
            mime_type=Image.MIME.get(name),
            mode=mode,
            size=(height, width) if about.sideways else (width, height),
            animated=animated,
            taken=about,
            small=about.upright(small),
        )


def _moves(picture: Image.Image) -> bool:
    """Whether there are more frames; they are not counted, for there may be very many."""
    return picture.format != "MPO" and bool(getattr(picture, "is_animated", False))


@contextmanager
def _readable() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            # Most others are about metadata, which must not cost anybody a picture.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaTooLarge("The image has more pixels than allowed.") from error
    except MemoryError as error:
        raise MediaTooLarge("The image needs more memory than is allowed.") from error
    except _DAMAGE as error:
        raise MediaInvalid("The image cannot be decoded.") from error
