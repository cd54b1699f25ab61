"""Images and documents, told from what moves and sounds."""

from mediaq.analyzers.request import Request

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
