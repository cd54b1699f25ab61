"""Pictures that people upload and mediaq does not read: why, and what to upload instead."""

import re
from collections.abc import Callable

RAW = "Raw files of cameras are not read; upload the picture as JPEG."
_HEIC = "HEIC pictures are not read; upload the picture as JPEG."
_SVG = "SVG is not read, because it may hold scripts and links; upload the picture as PNG."
_NAMED = "{} pictures are not read; upload the picture as PNG or JPEG."

_SVG_ROOT = re.compile(rb"<(?:[a-z]+:)?svg[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_HEIC_BRANDS = re.compile(rb"hei[cmsx]|hev[cmsx]|mif1|msf1")


def _svg(head: bytes) -> bool:
    return bool(_MARKUP.match(head) and _SVG_ROOT.search(head))


def is_raw(head: bytes) -> bool:
    """Canon, Fujifilm, Olympus, Panasonic; other makers' are TIFF files, told apart later."""
    canon = head[:4] in (b"II*\0", b"MM\0*") and head[8:10] == b"CR"
    starts = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0")
    return canon or head.startswith(starts) or head[4:12] == b"ftypcrx "


def _heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and bool(_HEIC_BRANDS.fullmatch(head[8:12]))


def _starts(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(magics)


_REASONS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (_svg, _SVG),
    (is_raw, RAW),
    (_heic, _HEIC),
    (_starts(b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"), _NAMED.format("JPEG XL")),
    (_starts(b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"), _NAMED.format("JPEG 2000")),
    (_starts(b"8BPS"), _NAMED.format("Photoshop")),
)


def reason(head: bytes) -> str | None:
    """What to say of a file that starts with `head`; None when it is none of these pictures."""
    return next((text for applies, text in _REASONS if applies(head)), None)
