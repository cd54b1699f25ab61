"""Files with known faults: PDFs that are damaged, very long, or lack their fonts."""

from collections.abc import Callable, Sequence
from pathlib import Path

from mediaq.analyzers.findings.rules_document import MOST_PAGES
from tests.kit.pdf import Leaf, assembled, prose, stream, text, write
from tests.kit.writing import scanned, writing
from tests.truth.case import Case, Expected

GOOD = Leaf(prose())
# What bare pages have besides.
ASIDE = frozenset({"doc.readability", "doc.no_title", "doc.no_lang", "doc.no_bookmarks"})
BLANK = frozenset({"doc.blank_page"})
TYPE_3 = (
    "<< /Type /Font /Subtype /Type3 /Name /Own /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0]"
    " /FirstChar 65 /LastChar 65 /Widths [9] /CharProcs << /a 8 0 R >>"
    " /Encoding << /Type /Encoding /Differences [65 /a] >> >>"
)


def kids(*numbers: str, count: int | None = None, font: str = "Helvetica") -> bytes:
    """A PDF whose pages are these references: 5 is a blank page, 6 one with text."""
    refs = " ".join(f"{number} 0 R" for number in numbers)
    page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 299 299]"
    named = f"<< /Type /Font /Subtype /TrueType /BaseFont /{font} >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count or len(numbers)} /Kids [{refs}] >>".encode(),
        (TYPE_3 if font == "Own" else named).encode(),
        b"<< >>",
        f"<< {page} >>".encode(),
        f"<< {page} /Contents 7 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode(),
        stream("", text("A" * 40, matrix="1 0 0 1 20 150").encode()),
        stream("", b"9 0 0 0 9 9 d1 0 0 7 7 re f"),
    ]
    return assembled(objects)


def made(
    name: str,
    data: Callable[[Path], bytes] | bytes,
    *expected: Expected,
    about: tuple[str, ...] = (),
    aside: frozenset[str] = ASIDE,
) -> Case:
    """A PDF of these bytes, which may be made from a directory."""

    def make(directory: Path) -> Path:
        path = directory / "document.pdf"
        path.write_bytes(data if isinstance(data, bytes) else data(directory))
        return path

    return Case(f"document: {name}", make, expected, aside=aside, about=about)


def changed(old: bytes, new: bytes, leaves: Sequence[Leaf] = (GOOD, GOOD)) -> Callable[..., bytes]:
    """A whole document but for this."""

    def make(directory: Path) -> bytes:
        whole = write(directory / "whole.pdf", leaves).read_bytes()
        assert old in whole
        return whole.replace(old, new)

    return make


DAMAGED = Expected("doc.damaged")
WHOLE = ("doc.damaged", "doc.unreadable_page", "doc.too_long", "doc.font_missing")

CASES: tuple[Case, ...] = (
    made("whole", changed(b"%%EOF", b"%%EOF"), about=WHOLE),
    made("lost index", changed(b"startxref\n", b"startxref\n9"), DAMAGED),
    made("no index", changed(b"xref\n0", b"yref\n0"), DAMAGED),
    made("bytes after the end", changed(b"%%EOF\n", b"%%EOF\n\0\0\n\n"), about=("doc.damaged",)),
    made(
        "first page lost", kids("77", "6"), Expected("doc.unreadable_page", page=1),
        about=("doc.damaged", "doc.no_text"),
    ),
    made("last page lost", kids("6", "6", "78"), Expected("doc.unreadable_page", page=3)),
    made(
        "pages lost and blank", kids("6", "77", "77", "5"),
        Expected("doc.unreadable_page", page=2), Expected("doc.blank_page", page=4),
    ),
    made("as many pages as are read", kids(*["5"] * MOST_PAGES), about=WHOLE, aside=ASIDE | BLANK),
    made(
        "one page more", kids(*["5"] * (MOST_PAGES + 1)), Expected("doc.too_long"),
        aside=ASIDE | BLANK,
    ),
    made("font not embedded", kids("5", "6", font="Odd"), Expected("doc.font_missing", page=2),
         aside=ASIDE | BLANK),
    made("font on the first page", kids("6", "6", font="Odd"),
         Expected("doc.font_missing", page=1)),
    made(
        "150 dpi to a hair",
        lambda d: scanned(d / "s.pdf", [writing(size=(1240, 1754))]).read_bytes(),
        Expected("doc.no_text", page=1), about=("doc.low_dpi",),
    ),
    made("standard font", kids("6"), about=("doc.font_missing",)),
    made("font in the file", kids("6", font="Own"), about=("doc.font_missing",)),
)  # fmt: skip
