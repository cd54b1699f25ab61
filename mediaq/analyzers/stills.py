"""Images and documents: told apart and measured, not analysed yet."""

from pathlib import Path
from typing import Any

from PIL import Image

from mediaq.analyzers.request import Request
from mediaq.errors import EmptyMedia, MediaInvalid, MediaTooLarge

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_MAGIC = {
    b"%PDF-": "document",
    b"\xff\xd8\xff": "image",
    b"\x89PNG\r\n\x1a\n": "image",
    b"GIF8": "image",
    b"BM": "image",
    b"II*\0": "image",
    b"MM\0*": "image",
}


def kind(request: Request) -> str:
    """The media type asked for; if that is unknown, what the first bytes say."""
    if request.media_type != "unknown":
        return request.media_type
    with open(request.source, "rb") as file:
        head = file.read(16)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "unknown")


def describe(request: Request, media_type: str) -> dict[str, Any]:
    """The answer for an image or a document.

    Raises EmptyMedia, MediaInvalid for a corrupt image, MediaTooLarge above `max_pixels`.
    """
    if Path(request.source).stat().st_size == 0:
        raise EmptyMedia
    image = _image(request) if media_type == "image" else {}
    return {
        "media": {"media_type": media_type, "streams": [], "tags": {}, **_NOTHING, **image},
        "files": [],
        "findings": [],
        "results": [
            {
                "analysis_type": media_type,
                "summary": f"{media_type.capitalize()} analysis is unsupported yet.",
                "result": {"skipped": "unsupported_yet"},
                "confidence": 1.0,
            }
        ],
    }


_NOTHING = dict.fromkeys(
    ("format", "duration_ms", "declared_duration_ms", "width", "height", "frame_rate")
)


def _image(request: Request) -> dict[str, Any]:
    # Above twice this limit Pillow raises, up to it only warns; the size check below is ours.
    Image.MAX_IMAGE_PIXELS = request.max_pixels
    try:
        with Image.open(request.source, formats=FORMATS) as picture:
            _fits(picture.size, request.max_pixels)
            picture.load()
            name, size = picture.format, picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaTooLarge("The image has more pixels than allowed.") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise MediaInvalid("The image cannot be decoded.") from error
    mime = Image.MIME.get(name or "")
    return {"format": name, "mime_type": mime, "width": size[0], "height": size[1]}


def _fits(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise MediaTooLarge(f"The image measures {size[0]} x {size[1]} px, more than allowed.")
