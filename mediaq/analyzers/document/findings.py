"""Judges a document."""

from collections.abc import Iterator

from mediaq.analyzers.document.facts import ATTACHMENT, LAUNCH, REMOTE, SCRIPT, Document, Page
from mediaq.analyzers.document.stretches import on_pages, stretches
from mediaq.analyzers.document.words import FEWEST_WORDS, band, readability
from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.findings.rules_document import PLAIN

MOST_NAMES = 20
# Longer is told in hours.
LONG_MINUTES = 120

_HOW = {90: "turned on its right side", 180: "upside down", 270: "turned on its left side"}
_CARRIED = {
    SCRIPT: "a script",
    LAUNCH: "an action that starts a program",
    REMOTE: "a part that is fetched from elsewhere when it is opened",
    ATTACHMENT: "an attached file",
}
_ADVICE = "Open it only if you trust where it comes from, or save a copy without it."
_RECOGNISE = "Run text recognition (OCR) on it."
_CHECK = "Check that it is the right file."
_SHORTER = "If it is meant for everyone, shorten its sentences and choose shorter words."


def judge(document: Document) -> list[Finding]:
    """Everything worth saying about a document."""
    if document.encrypted:
        return [found("doc.encrypted", None, 1)]
    return [
        *_whole(document),
        *_blank(document),
        *_textless(document),
        *_turned(document),
        *_coarse(document),
        *_foreign(document),
        *_described(document),
        *_active(document),
        *_readable(document),
    ]


def is_blank(page: Page) -> bool:
    """Whether a reader sees nothing on it, but perhaps its number."""
    empty = (
        not page.fields and page.ink is not None and 100 * page.ink < threshold("doc.blank_page")
    )
    return empty and not any(character.isalpha() for character in page.text)


def is_silent(page: Page) -> bool:
    """Whether it shows something, but holds no text, and there is none to fill in."""
    return page.readable and not (page.has_text or page.fields or is_blank(page))


def _whole(document: Document) -> Iterator[Finding]:
    """What kept some of it from being checked."""
    if document.rebuilt:
        yield found("doc.damaged", None, 1)
    for pages in stretches(document.pages, lambda page: not page.readable):
        yield on_pages("doc.unreadable_page", pages, len(pages))
    if document.truncated:
        yield _long(document)


def _long(document: Document) -> Finding:
    """Measured in pages where those are too many; else its text is, or the time that it took."""
    count, read = document.page_count or 0, len(document.pages)
    letters = len(document.text)
    part = f"{read:,} of its {count:,} pages" if read < count else f"{letters:,} characters"
    if count > threshold("doc.too_long"):
        return found("doc.too_long", None, count, part=part)
    finding = found("doc.too_long", None, letters, part=part)
    return finding.but(unit="letters", threshold=letters)


def _blank(document: Document) -> Iterator[Finding]:
    for pages in stretches(document.pages, is_blank):
        yield on_pages("doc.blank_page", pages, 100 * max(page.ink or 0.0 for page in pages))


def _textless(document: Document) -> Iterator[Finding]:
    """Pages that show something, but hold no text; and whether others do hold some."""
    if document.page_count is None:
        if not any(page.has_text for page in document.pages):
            yield _empty(document)
        return
    silent = [page for page in document.pages if is_silent(page)]
    for pages in stretches(silent, lambda page: page.scanned):
        yield _silence(pages, "; it looks scanned" if len(pages) == 1 else "; they look scanned")
    # A drawing or a cover beside text is nothing that text recognition would help.
    figures = "info" if any(page.has_text for page in document.pages) else "warning"
    for pages in stretches(silent, lambda page: not page.scanned):
        yield _silence(pages, "").but(severity=figures)
    scans = sum(page.scanned for page in silent)
    if scans >= threshold("doc.mixed_scan") and any(page.has_text for page in document.pages):
        are = "is" if scans == 1 else "are"
        yield found("doc.mixed_scan", None, scans, pages=document.page_count, are=are)


def _silence(pages: list[Page], why: str) -> Finding:
    hold = "holds" if len(pages) == 1 else "hold"
    words = {"what": "This page", "hold": hold, "why": why, "advice": _RECOGNISE}
    return on_pages("doc.no_text", pages, len(pages), **words)


def _empty(document: Document) -> Finding:
    why, advice = ("; there are only pictures", _RECOGNISE) if document.pictures else ("", _CHECK)
    words = {"what": "The document", "rest": "", "hold": "holds", "why": why, "advice": advice}
    return found("doc.no_text", None, 0, **words).but(unit="letters")


def _turned(document: Document) -> Iterator[Finding]:
    for turn, how in _HOW.items():
        shown = (page for page in document.pages if page.turn == turn)
        for pages in stretches(shown, lambda page: True):
            yield on_pages("doc.rotated", pages, turn, how=how)


def _coarse(document: Document) -> Iterator[Finding]:
    least = threshold("doc.low_dpi")

    def coarse(page: Page) -> bool:
        return page.dpi is not None and round(page.dpi) < least and not is_blank(page)

    for pages in stretches(document.pages, coarse):
        yield on_pages("doc.low_dpi", pages, min(page.dpi or 0.0 for page in pages))


def _foreign(document: Document) -> Iterator[Finding]:
    """Fonts that are not in the file: one finding, on the first page that uses one."""
    pages = [page for page in document.pages if page.strange]
    if pages:
        names = sorted(frozenset[str]().union(*(page.strange for page in pages)))
        fonts = "one of its fonts" if len(names) == 1 else f"{len(names)} of its fonts"
        finding = found("doc.font_missing", None, len(names), fonts=fonts)
        yield finding.but(page=pages[0].number, details={"fonts": names[:MOST_NAMES]})


def _described(document: Document) -> Iterator[Finding]:
    properties = document.properties
    if properties is None:
        return
    if not properties.title:
        yield found("doc.no_title", None, 0)
    if not properties.language:
        yield found("doc.no_lang", None, 0)
    if properties.author:
        yield found("doc.metadata_author", None, 1)
    count = document.page_count or 0
    if count > threshold("doc.no_bookmarks") and not properties.bookmarks:
        yield found("doc.no_bookmarks", None, count)


def _active(document: Document) -> Iterator[Finding]:
    """A file that is only attached, as electronic invoices have one, does nothing by itself."""
    active = document.properties.active if document.properties else frozenset()
    if not active:
        return
    what = [words for name, words in _CARRIED.items() if name in active]
    finding = found("doc.active_content", None, len(what), what=" and ".join(what), advice=_ADVICE)
    yield finding.but(
        severity="info" if active == {ATTACHMENT} else finding.severity,
        details={"carries": sorted(active)},
    )


def _readable(document: Document) -> Iterator[Finding]:
    """Shown, not judged."""
    measured = readability(document.text)
    if measured.words == 0:
        return
    words = "1 word" if measured.words == 1 else f"{measured.words:,} words"
    time = _time(measured.minutes)
    ease = measured.ease
    note = "" if ease is None else f". Its reading ease is {ease:.0f} of 100: {band(ease)}"
    advice = _SHORTER if ease is not None and ease < PLAIN else "There is nothing to change."
    texts = {"words": words, "time": time, "ease": note, "advice": advice}
    finding = found("doc.readability", None, measured.words if ease is None else ease, **texts)
    if ease is None:
        finding = finding.but(unit="words", threshold=FEWEST_WORDS)
    yield finding.but(
        details={
            "words": measured.words,
            "sentences": measured.sentences,
            "minutes": round(measured.minutes, 1),
        }
    )


def _time(minutes: float) -> str:
    """How long it takes, as one says it."""
    if round(minutes) < 1:
        return "less than a minute"
    hours = round(minutes / 60)
    return f"about {round(minutes)} min" if minutes < LONG_MINUTES else f"about {hours:,} hours"
