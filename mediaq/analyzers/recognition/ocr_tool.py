"""The reading tool: `python -m mediaq.analyzers.recognition.ocr_tool`, a sandboxed child process
that sees one file.

Request: {"source", "media_type": "image" or "document" (a PDF), "pages": numbers of those to read,
"seconds": after which no further page is begun, "max_pixels", "threads"}. Answer: {"model",
"pages": [{page, text, confidence, lines: [{text, confidence, box}]}], "truncated"}.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from typing import Any

from PIL import Image

from mediaq.analyzers.document import pdfium
from mediaq.analyzers.document.objects import drawn
from mediaq.analyzers.document.page import cleaned
from mediaq.analyzers.image.opening import decode
from mediaq.analyzers.recognition.ocr import SIDE, Line, Reader
from mediaq.errors import MediaInvalid
from mediaq.media.child import Progress, serve


def read(request: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Reads the pages asked for. Raises ProviderNotReady, MediaInvalid, MediaTooLarge."""
    reader = Reader(request["threads"])
    end = time.monotonic() + request["seconds"]
    pages: list[dict[str, Any]] = []
    truncated = False
    for done, (number, picture) in enumerate(_pictures(request), 1):
        if time.monotonic() > end:
            truncated = True
            break
        lines = reader.read(picture)
        if lines:
            pages.append(_page(number, lines))
        progress(100 * done / max(1, len(request["pages"])))
    return {"model": reader.model, "pages": pages, "truncated": truncated}


def _page(number: int, lines: list[Line]) -> dict[str, Any]:
    return {
        "page": number,
        "text": cleaned("\n".join(line.text for line in lines)),
        "confidence": round(sum(line.confidence for line in lines) / len(lines), 3),
        "lines": [asdict(line) | {"text": cleaned(line.text)} for line in lines],
    }


def _pictures(request: Mapping[str, Any]) -> Iterator[tuple[int, Image.Image]]:
    """One after the other; a picture that is no document is page 1."""
    if request["media_type"] == "image":
        yield 1, decode(request["source"], max_pixels=request["max_pixels"], side=SIDE).small
        return
    try:
        with closing(pdfium.opened(request["source"])) as document:
            for number in request["pages"]:
                picture = _drawn(document, number, request["max_pixels"])
                if picture is not None:
                    yield number, picture
    except (pdfium.PdfiumError, pdfium.WrongPassword) as error:
        raise MediaInvalid("The document cannot be read.") from error


def _drawn(document: Any, number: int, max_pixels: int) -> Image.Image | None:
    """The page as shown; None if it has no size, or holds pictures of more than `max_pixels`."""
    with closing(document[number - 1]) as page:
        if pdfium.size_of(page) is None or drawn(page).most_pixels() > max_pixels:
            return None
        return pdfium.rendered(page, (SIDE, SIDE))


if __name__ == "__main__":
    serve(read)
