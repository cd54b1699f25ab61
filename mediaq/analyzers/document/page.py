"""Measures one page of a PDF."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image

from mediaq.analyzers.document import pdfium
from mediaq.analyzers.document.facts import Page
from mediaq.analyzers.document.objects import drawn

# Of the shape of A4, the tallest of the common ones.
TILE = (320, 453)
# Levels of grey out of 255: what differs less from the paper is noise of a scan.
INK_LEVELS = 32

_HYPHEN = re.compile("[\x02\u00ad\ufffe][\r\n]*")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def measure(
    page: Any, number: int, *, most_text: int, most_pixels: int
) -> tuple[Page, Image.Image | None]:
    """The page and a small picture of it. A page of no size, or with pictures of more than
    `most_pixels`, is not drawn, and so its ink is not known. Raises PdfiumError."""
    text, turn = pdfium.text_of(page, most_text)
    size = pdfium.size_of(page)
    on_it = drawn(page)
    found = Page(
        number,
        cleaned(text),
        turn=turn,
        strange=frozenset(on_it.strange.values()),
        fields=pdfium.has_fields(page),
    )
    if size is None or on_it.most_pixels() > most_pixels:
        return found, None
    tile = pdfium.rendered(page, TILE)
    return replace(found, ink=ink(tile), dpi=on_it.resolution(size[0] * size[1])), tile


def cleaned(text: str) -> str:
    """Text fit for the database, with words joined that a line end had cut."""
    joined = _HYPHEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", joined).encode("utf-8", "replace").decode("utf-8").strip()


def ink(picture: Image.Image) -> float:
    """The share of the pixels that differ from the paper, which is the most common grey."""
    grey = np.asarray(picture.convert("L"), dtype=np.int16)
    paper = int(np.bincount(grey.ravel(), minlength=256).argmax())
    return float(np.mean(np.abs(grey - paper) >= INK_LEVELS))
