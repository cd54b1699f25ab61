"""The calls into PDFium, typed. It is not thread-safe: one thread only."""

import ctypes
import math
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

PdfiumError = pypdfium2.PdfiumError

MOST_ANGLES = 200
MOST_LANGUAGE = 64
MOST_ANNOTATIONS = 200


class WrongPassword(Exception):
    """The document opens only with a password."""


def opened(path: str) -> Any:
    """The document at `path`. Raises WrongPassword, PdfiumError."""
    try:
        return pypdfium2.PdfDocument(Path(path))
    except PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise WrongPassword from error
        raise


def language(document: Any) -> str:
    """The language that the document names, or nothing."""
    buffer = ctypes.create_string_buffer(2 * MOST_LANGUAGE)
    pointer = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    length = raw.FPDFCatalog_GetLanguage(document, pointer, len(buffer))
    if not 2 < length <= len(buffer):
        return ""
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def has_bookmarks(document: Any) -> bool:
    """Whether the outline has an entry."""
    return bool(raw.FPDFBookmark_GetFirstChild(document, None))


def was_rebuilt(document: Any) -> bool:
    """Whether the table of its objects was damaged."""
    return not raw.FPDF_DocumentHasValidCrossReferenceTable(document)


def size_of(page: Any) -> tuple[float, float] | None:
    """Width and height as shown, in points; None unless they are those of a page."""
    width, height = page.get_size()
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        return None
    return width, height


def text_of(page: Any, most: int) -> tuple[str, int]:
    """At most `most` characters of text, and by how many degrees clockwise it is shown turned."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count <= 0:
            return "", 0
        text = textpage.get_text_range(0, min(count, most)) if most > 0 else ""
        return text, _turn(textpage, count, page.get_rotation())
    finally:
        textpage.close()


def has_fields(page: Any) -> bool:
    """Whether there is anything to fill in among the first annotations of a page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET:
            return True
    return False


def _turn(textpage: Any, count: int, rotation: int) -> int:
    """The most common direction of up to `MOST_ANGLES` characters, in steps of 90 degrees."""
    tally: dict[int, int] = {}
    for index in range(0, count, max(1, count // MOST_ANGLES)):
        if chr(raw.FPDFText_GetUnicode(textpage, index)).isalnum():
            angle = math.degrees(raw.FPDFText_GetCharAngle(textpage, index))
            # Clockwise, both: PDFium takes the angle of the matrix the other way round.
            turn = round((rotation + angle) / 90) * 90 % 360
            tally[turn] = tally.get(turn, 0) + 1
    return max(tally, key=lambda turn: tally[turn]) if tally else 0


def rendered(page: Any, box: tuple[int, int]) -> Image.Image:
    """The page as shown, in colour, fitted into `box` (pixels)."""
    width, height = page.get_size()
    scale = min(box[0] / width, box[1] / height)
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
    try:
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        return picture
    finally:
        bitmap.close()
