"""Formats whose signature is a structure: ISO media files, RIFF, Matroska, Ogg, Office, bitmaps.

Each function takes the first bytes and returns the name of a format, or None.
"""

import re

_MP4_BRANDS = re.compile(
    rb"iso[2-9m]|isoa|isob|isoc|mp4[12]|mp71|avc1|hvc1|hev1|av01|dash|msdh|M4V |M4VH|M4VP|f4v |F4V "
    rb"|3g[epgrs2].|MSNV|mmp4|XAVC|cmf[c2]|piff|dby1|NDS[CHMPSX]|nds[cm]|KDDI|isml|caqv|CAEP"
)
_M4A_BRANDS = (b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B ")
_QUICKTIME_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_DOCTYPE = re.compile(rb"\x42\x82.{1,8}?(webm|matroska)", re.DOTALL)
_ZIP_ENTRY = b"PK\x03\x04"
_DOCX_FIRST = ("[Content_Types].xml", "_rels/", "docProps/", "word/")


def isobmff(head: bytes) -> str | None:
    """mp4, mov, m4a and avif by their brands; QuickTime files without brands by the first atom."""
    if head[4:8] in _QUICKTIME_ATOMS:
        # A size below 150 MB starts with a byte that no text starts with.
        return "mov" if head[0] < 9 else None
    size = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp" or size < 16 or size % 4:
        return None
    tail = head[16 : min(size, 1024)]
    brands = [head[8:12], *(tail[i : i + 4] for i in range(0, len(tail), 4))]
    return _brand(brands[0]) or next(filter(None, map(_brand, brands)), None)


def _brand(brand: bytes) -> str | None:
    if brand in _M4A_BRANDS:
        return "m4a"
    if brand == b"qt  ":
        return "mov"
    if brand in (b"avif", b"avis"):
        return "avif"
    return "mp4" if _MP4_BRANDS.fullmatch(brand) else None


def bitmap(head: bytes) -> str | None:
    """bmp: two letters, then numbers that text and chance do not have: reserved zeros, and the size
    of a header that exists."""
    sizes = (12, 40, 52, 56, 64, 108, 124)
    known = int.from_bytes(head[14:18], "little") in sizes
    return "bmp" if head[:2] == b"BM" and head[6:10] == bytes(4) and known else None


def riff(head: bytes) -> str | None:
    """avi, wav (RF64 and BW64 too) and webp."""
    form = head[8:12]
    if head[:4] in (b"RF64", b"BW64"):
        return "wav" if form == b"WAVE" else None
    if head[:4] != b"RIFF":
        return None
    return {b"AVI ": "avi", b"WAVE": "wav", b"WEBP": "webp"}.get(form)


def matroska(head: bytes) -> str | None:
    """webm and mkv, by the DocType in the EBML header."""
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    found = _DOCTYPE.search(head[:256])
    return {b"webm": "webm", b"matroska": "mkv"}[found[1]] if found else None


def ogg(head: bytes) -> str | None:
    """ogv, opus and ogg, by the codecs that the first pages announce."""
    if not head.startswith(b"OggS\0"):
        return None
    if b"\x80theora" in head:
        return "ogv"
    if b"OpusHead" in head:
        return "opus"
    sound = (b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
    return "ogg" if any(mark in head for mark in sound) else None


def office(head: bytes) -> str | None:
    """docx: a zip whose entries begin as Word files do and include one in `word/`."""
    if not head.startswith(_ZIP_ENTRY):
        return None
    names = [_entry_name(head, m.start()) for m in re.finditer(re.escape(_ZIP_ENTRY), head)]
    is_word = names[0].startswith(_DOCX_FIRST) and any(n.startswith("word/") for n in names)
    return "docx" if is_word else None


def _entry_name(head: bytes, at: int) -> str:
    length = int.from_bytes(head[at + 26 : at + 28], "little")
    return head[at + 30 : at + 30 + length].decode("latin-1")
