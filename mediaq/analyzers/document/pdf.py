"""Reads a PDF: its pages one after the other, its properties, and pictures of the first pages."""

import time
from contextlib import closing
from dataclasses import replace
from typing import Any

from mediaq.analyzers.cleaning import clean
from mediaq.analyzers.document import page as paper
from mediaq.analyzers.document import pdfium
from mediaq.analyzers.document.facts import (
    MOST_CHARACTERS,
    READ_SECONDS,
    Document,
    Page,
    Properties,
)
from mediaq.analyzers.document.structure import structure
from mediaq.analyzers.findings.rules_document import MOST_PAGES
from mediaq.analyzers.pixels.geometry import FRAME_SIDE
from mediaq.analyzers.pixels.pictures import Gallery
from mediaq.analyzers.pixels.sheets import ContactSheets
from mediaq.analyzers.request import Request
from mediaq.errors import MediaInvalid
from mediaq.media.child import Progress

PAGES_SHOWN = 24
_TAGS = ("Title", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")
_UNTITLED = ("", "untitled", "(anonymous)", "(unspecified)")


def read(request: Request, gallery: Gallery, progress: Progress) -> Document:
    """The document at `request.source`; its poster and contact sheets go to the gallery.

    Raises MediaInvalid where nothing can be read.
    """
    try:
        with closing(pdfium.opened(request.source)) as document:
            return _read(document, request, gallery, progress)
    except pdfium.WrongPassword:
        return Document("pdf", encrypted=True)
    except pdfium.PdfiumError as error:
        raise MediaInvalid("The document cannot be read.") from error


def _read(document: Any, request: Request, gallery: Gallery, progress: Progress) -> Document:
    count = len(document)
    if count < 1:
        raise MediaInvalid("The document has no pages.")
    pages, cut = _pages(document, request, gallery, progress)
    if not any(page.readable for page in pages):
        raise MediaInvalid("No page of the document can be read.")
    return Document(
        "pdf",
        pages=tuple(pages),
        page_count=count,
        truncated=cut or len(pages) < count,
        rebuilt=pdfium.was_rebuilt(document),
        properties=_properties(document, request.source),
    )


def _pages(
    document: Any, request: Request, gallery: Gallery, progress: Progress
) -> tuple[list[Page], bool]:
    """The first pages, and whether their text was cut."""
    end = time.monotonic() + READ_SECONDS
    count = min(len(document), MOST_PAGES)
    sheets = ContactSheets(gallery, grid=request.grid, tile=paper.TILE)
    pages: list[Page] = []
    left = MOST_CHARACTERS
    for index in range(count):
        if left <= 0 or time.monotonic() > end:
            break
        page = _page(document, index, request, gallery, sheets)
        pages.append(replace(page, text=page.text[:left]))
        left -= len(page.text)
        progress(90 * (index + 1) / count)
    if len(document) > 1:
        sheets.finish()
    return pages, left < 0


def _page(
    document: Any, index: int, request: Request, gallery: Gallery, sheets: ContactSheets
) -> Page:
    try:
        with closing(document[index]) as page:
            measured, tile = paper.measure(
                page, index + 1, most_text=MOST_CHARACTERS + 1, most_pixels=request.max_pixels
            )
            if tile is not None and index == 0:
                poster = pdfium.rendered(page, (FRAME_SIDE, FRAME_SIDE))
                gallery.save(poster, kind="poster", stem="poster", ms=0, position=1)
    except pdfium.PdfiumError:
        return Page(index + 1, "", readable=False)
    if tile is not None and index < PAGES_SHOWN:
        sheets.add(tile, 0)
    return measured


def _properties(document: Any, path: str) -> Properties:
    inside = structure(path)
    title = document.get_metadata_value("Title").strip()
    tags = {name.lower(): clean(document.get_metadata_value(name)) for name in _TAGS}
    return Properties(
        title=clean("" if title.lower() in _UNTITLED else title) or clean(inside.title),
        author=clean(document.get_metadata_value("Author").strip() or inside.creator),
        language=clean(pdfium.language(document)),
        bookmarks=pdfium.has_bookmarks(document),
        active=frozenset(inside.active),
        tags={name: text for name, text in tags.items() if text},
    )
