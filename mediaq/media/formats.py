"""What a file is, told from its first bytes by an own table. The name is only a claim: it decides
nothing except whether plain text may be a document."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mediaq.errors import EmptyMedia, UnsupportedMedia
from mediaq.media import containers, frames, plaintext, unread
from mediaq.media.names import extension, safe_filename

__all__ = ["FORMATS", "HEAD_BYTES", "Format", "detect", "safe_filename"]

HEAD_BYTES = 4096

MediaType = Literal["video", "audio", "image", "document"]


@dataclass(frozen=True)
class Format:
    """A file format; `media_type` is the usual one, as `mp4` and `webm` may hold sound alone."""

    name: str
    media_type: MediaType
    mime_type: str
    extension: str


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_KNOWN: tuple[tuple[str, MediaType, str], ...] = (
    ("mp4", "video", "video/mp4"),
    ("mov", "video", "video/quicktime"),
    ("avi", "video", "video/x-msvideo"),
    ("webm", "video", "video/webm"),
    ("mkv", "video", "video/x-matroska"),
    ("ogv", "video", "video/ogg"),
    ("ogg", "audio", "audio/ogg"),
    ("opus", "audio", "audio/ogg"),
    ("m4a", "audio", "audio/mp4"),
    ("mp3", "audio", "audio/mpeg"),
    ("wav", "audio", "audio/wav"),
    ("flac", "audio", "audio/flac"),
    ("aac", "audio", "audio/aac"),
    ("jpg", "image", "image/jpeg"),
    ("png", "image", "image/png"),
    ("gif", "image", "image/gif"),
    ("webp", "image", "image/webp"),
    ("avif", "image", "image/avif"),
    ("tif", "image", "image/tiff"),
    ("bmp", "image", "image/bmp"),
    ("pdf", "document", "application/pdf"),
    ("docx", "document", DOCX),
    ("doc", "document", "application/msword"),
    ("txt", "document", "text/plain"),
    ("md", "document", "text/markdown"),
)
FORMATS = {name: Format(name, kind, mime_type, name) for name, kind, mime_type in _KNOWN}

_MAGIC = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"%PDF-", "pdf"),
    (b"\xef\xbb\xbf%PDF-", "pdf"),
    (b"fLaC", "flac"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Strict structures first; the bare frame syncs, which chance can imitate, last.
_READERS: tuple[Callable[[bytes], str | None], ...] = (
    containers.isobmff,
    containers.riff,
    containers.matroska,
    containers.ogg,
    containers.office,
    containers.bitmap,
    frames.mp3,
    frames.adts,
)


def detect(head: bytes, filename: str = "") -> Format:
    """The format of a file that starts with `head`, its first `HEAD_BYTES` bytes.

    Raises EmptyMedia, or UnsupportedMedia for whatever the table does not name.
    """
    if not head:
        raise EmptyMedia
    name = _binary(head) or _by_name(head, extension(filename))
    if name is None:
        raise UnsupportedMedia(unread.reason(head))
    return FORMATS[name]


def _binary(head: bytes) -> str | None:
    if unread.is_raw(head):
        return None
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    return next(filter(None, (reader(head) for reader in _READERS)), None)


def _by_name(head: bytes, claimed: str) -> str | None:
    """Formats whose content alone does not identify them: the extension must agree."""
    if claimed == "doc" and head.startswith(_OLE):
        return "doc"
    if claimed not in ("", "txt", "text", "md", "markdown"):
        return None
    if not plaintext.is_document(head, whole=len(head) < HEAD_BYTES):
        return None
    return "md" if claimed in ("md", "markdown") else "txt"
