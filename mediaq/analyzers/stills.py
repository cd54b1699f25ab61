"""Images and documents: told apart; documents are not analysed yet."""

from pathlib import Path
from typing import Any

from mediaq.analyzers.image_report import analyse_image
from mediaq.analyzers.request import Request
from mediaq.errors import EmptyMedia

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
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"):
        return "image"
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "unknown")


def describe(request: Request, media_type: str) -> dict[str, Any]:
    """The answer for an image or a document.

    Raises EmptyMedia, and what `analyse_image` raises.
    """
    if media_type == "image":
        return analyse_image(request)
    if Path(request.source).stat().st_size == 0:
        raise EmptyMedia
    return {
        "media": {"media_type": media_type, "streams": [], "tags": {}, **_NOTHING},
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
