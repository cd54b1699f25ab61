"""Names of what is exported: none of them is a path, whatever the media was called."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from mediaq.media.names import safe_filename

EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/json": ".json",
    "text/plain": ".txt",
    "text/vtt": ".vtt",
}
SOUNDS = {"opus": ".ogg", "mp3": ".mp3"}
_RESERVED = re.compile(r'[<>:"|?*]')  # in file names of Windows


def file_name(filename: str) -> str:
    """The name of the media as that of a file, on every system."""
    return _RESERVED.sub("_", safe_filename(filename)).lstrip(".") or "media"


def attachment(filename: str, ending: str) -> str:
    """The Content-Disposition under which something made of the media is saved (RFC 6266)."""
    stem = PurePosixPath(file_name(filename)).stem[:120] + ending
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", stem)
    more = "" if plain == stem else f"; filename*=UTF-8''{quote(stem, safe='')}"
    return f'attachment; filename="{plain}"{more}'
