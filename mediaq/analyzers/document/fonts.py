"""Which fonts of a PDF are somewhere else."""

import ctypes
from typing import Any

from pypdfium2 import raw

MOST_NAME = 128

# ISO 32000-1, 9.6.2.2: every reader has these.
STANDARD = frozenset(
    (
        *(f"Courier{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
        *(f"Helvetica{style}" for style in ("", "-Bold", "-Oblique", "-BoldOblique")),
        *("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
        *("Symbol", "ZapfDingbats"),
    )
)


def strange(item: Any, known: dict[int, str]) -> None:
    """Adds the font of a text object to `known`, by its address, unless it is in the file or one
    of the standard ones."""
    font = raw.FPDFTextObj_GetFont(item)
    address = ctypes.cast(font, ctypes.c_void_p).value
    if address is None or address in known or raw.FPDFFont_GetIsEmbedded(font) != 0:
        return
    name = _name(font)
    if name not in STANDARD:
        known[address] = name


def _name(font: Any) -> str:
    buffer = ctypes.create_string_buffer(MOST_NAME)
    length = raw.FPDFFont_GetBaseFontName(font, buffer, MOST_NAME)
    if not 1 < length <= MOST_NAME:
        return "?"
    return buffer.value.decode("utf-8", "replace")
