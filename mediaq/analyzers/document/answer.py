"""A document into the answer: facts, findings, its text for the search, pictures of its pages."""

from typing import Any

from mediaq.analyzers.document import docx, pdf, plain
from mediaq.analyzers.document.facts import Document
from mediaq.analyzers.document.findings import is_blank, is_silent, judge
from mediaq.analyzers.document.forms import form_of
from mediaq.analyzers.document.words import readability
from mediaq.analyzers.findings.finding import Finding, tally, worst
from mediaq.analyzers.pixels.pictures import Gallery
from mediaq.analyzers.request import Request
from mediaq.errors import UnsupportedMedia
from mediaq.media.child import Progress

UNREAD = ("doc",)


def analyse(request: Request, progress: Progress) -> dict[str, Any]:
    """The answer for a document; a form that nothing here reads is skipped.

    Raises MediaInvalid, MediaTooLarge.
    """
    gallery = Gallery(request.output, "jpg")
    form = request.form or form_of(request.source)
    if form in UNREAD:
        return _answer(form, [_skipped(form)], [], gallery, {})
    document = _read(form, request, gallery, progress)
    findings, dropped = worst(judge(document))
    tags = document.properties.tags if document.properties else {}
    results = [_described(document, findings, dropped)]
    if any(page.text for page in document.pages):
        results.append(_text(document))
    return _answer(form, results, findings, gallery, tags)


def _read(form: str, request: Request, gallery: Gallery, progress: Progress) -> Document:
    match form:
        case "pdf":
            return pdf.read(request, gallery, progress)
        case "docx":
            return docx.read(request)
        case "txt" | "md":
            return plain.read(form, request)
    raise UnsupportedMedia


def _answer(
    form: str,
    results: list[dict[str, Any]],
    findings: list[Finding],
    gallery: Gallery,
    tags: dict[str, str],
) -> dict[str, Any]:
    nothing = ("duration_ms", "declared_duration_ms", "width", "height", "frame_rate")
    return {
        "media": {
            "media_type": "document",
            "format": form,
            "streams": [],
            "tags": tags,
            **dict.fromkeys(nothing),
        },
        "files": gallery.files,
        "findings": [finding.as_json() for finding in findings],
        "results": results,
    }


def _skipped(form: str) -> dict[str, Any]:
    return {
        "analysis_type": "document",
        "summary": f"Nothing here reads documents of the format {form}; save it as docx or PDF.",
        "result": {"skipped": "unsupported_format", "format": form},
        "confidence": 1.0,
    }


def _described(document: Document, findings: list[Finding], dropped: int) -> dict[str, Any]:
    """The result row: what was counted, and a sentence."""
    counted = readability(document.text)
    properties = document.properties
    paged = () if document.page_count is None else document.pages
    result = {
        "format": document.form,
        "pages": document.page_count,
        "pages_read": sum(page.readable for page in paged) if paged else None,
        "truncated": document.truncated,
        "encrypted": document.encrypted,
        "title": properties.title if properties else None,
        "language": properties.language if properties else None,
        "words": counted.words,
        "sentences": counted.sentences,
        "reading_minutes": round(counted.minutes, 1),
        "reading_ease": None if counted.ease is None else round(counted.ease, 1),
        "scanned_pages": sum(page.scanned for page in document.pages),
        "pages_without_text": [page.number for page in paged if is_silent(page)],
        "blank_pages": sum(is_blank(page) for page in document.pages),
        **tally(findings),
        "findings_dropped": dropped,
    }
    return {
        "analysis_type": "document",
        "summary": _summary(document, counted.words, findings),
        "result": result,
        "confidence": 1.0,
    }


def _summary(document: Document, words: int, findings: list[Finding]) -> str:
    if document.encrypted:
        return "A document behind a password: not read."
    pages = "" if document.page_count is None else f" of {_count(document.page_count, 'page')}"
    bad = sum(finding.severity in ("critical", "error") for finding in findings)
    count = f"{_count(len(findings), 'finding')}, {bad} of them serious"
    return f"Document{pages}, {_count(words, 'word')}: {count if findings else 'no findings'}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _text(document: Document) -> dict[str, Any]:
    """The text for the search, page by page; one without a number where the format has none."""
    paged = document.page_count is not None
    pages = [
        {"page": page.number if paged else None, "text": page.text}
        for page in document.pages
        if page.text
    ]
    characters = sum(len(page.text) for page in document.pages)
    return {
        "analysis_type": "text",
        "summary": f"{characters:,} characters of text.",
        "result": {
            "pages": pages,
            "characters": characters,
            "truncated": document.truncated,
        },
        "confidence": 1.0,
    }
