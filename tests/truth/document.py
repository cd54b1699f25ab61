"""Files with known faults: documents."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pypdf import PdfWriter

from tests.kit.pdf import A4, Leaf, box, prose, scan, text, write
from tests.truth.case import Case, Expected
from tests.truth.document_broken import CASES as BROKEN
from tests.truth.document_word import CASES as WORD

SHOWN = frozenset({"doc.readability"})
AREA = A4[0] * A4[1]
GOOD = Leaf(prose())
BLANK = Leaf()
NUMBERED = Leaf(text("- 7 -"))
FIELD = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [72 700 300 720] >>"
CALM = ("doc.no_text", "doc.mixed_scan", "doc.blank_page", "doc.rotated", "doc.low_dpi")


def pdf(
    name: str,
    leaves: Sequence[Leaf],
    *expected: Expected,
    about: tuple[str, ...] = (),
    **entries: Any,
) -> Case:
    """A PDF of these pages; `entries` are those of `write`."""

    def make(directory: Path) -> Path:
        return write(directory / "document.pdf", leaves, **entries)

    return Case(f"document: {name}", make, expected, aside=SHOWN, about=about)


def on(code: str, page: int | None = None) -> Expected:
    """Expects a finding on a page."""
    return Expected(code, page=page)


def locked(directory: Path, *, password: str) -> Path:
    """Encrypted with RC4, which needs no library of its own; `password` opens it."""
    writer = PdfWriter(clone_from=write(directory / "plain.pdf", [GOOD]))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    path = directory / "locked.pdf"
    writer.write(path)
    return path


def ink(percent: float) -> Leaf:
    """A page with a black square on this share of it."""
    side = (AREA * percent / 100) ** 0.5
    return Leaf(box(side, side))


def turned(matrix: str, entries: str = "") -> Leaf:
    """A page whose text runs in another direction."""
    return Leaf(text("\n".join(["Sideways reading is hard."] * 9), matrix=matrix), entries=entries)


UP = "0 1 -1 0 300 100"
UPSIDE_DOWN = "-1 0 0 -1 500 300"
OCR = Leaf(scan(100).content + text("Found by recognition", mode=3), scan(100).pictures)
STAMPED = Leaf(scan(100).content + prose(), scan(100).pictures)
SCRIPT = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (calc.exe) >> >>"
ATTACHED = "/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>"
BOOKMARKS = "/Outlines 5 0 R"
OUTLINE = (
    "<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>",
    "<< /Title (One) /Parent 5 0 R >>",
)

CASES: tuple[Case, ...] = (
    pdf("clean", [GOOD, GOOD], about=CALM),
    Case("document: locked", partial(locked, password="open"), (on("doc.encrypted"),)),
    Case(
        "document: locked without password",
        partial(locked, password=""),
        aside=SHOWN,
        about=("doc.encrypted",),
    ),
    pdf("scans only", [scan(200)] * 3, on("doc.no_text", 1), about=("doc.mixed_scan",)),
    pdf("scan first", [scan(200), GOOD], on("doc.no_text", 1), on("doc.mixed_scan")),
    pdf("scan last", [GOOD, scan(200)], on("doc.no_text", 2), on("doc.mixed_scan")),
    pdf(
        "scans apart",
        [scan(200), GOOD, scan(200)],
        on("doc.no_text", 1),
        on("doc.no_text", 3),
        on("doc.mixed_scan"),
    ),
    pdf(
        "drawing without text",
        [GOOD, Leaf(box(300, 300))],
        Expected("doc.no_text", page=2, severity="info"),
        about=("doc.mixed_scan", "doc.blank_page"),
    ),
    pdf(
        "only drawings",
        [Leaf(box(300, 300))],
        Expected("doc.no_text", page=1, severity="warning"),
    ),
    pdf(
        "a form to fill in",
        [Leaf(entries="/Annots [5 0 R]")],
        about=("doc.blank_page", "doc.no_text"),
        more=(FIELD,),
    ),
    pdf("blank first", [BLANK, GOOD], on("doc.blank_page", 1), about=("doc.no_text",)),
    pdf("blank last", [GOOD, BLANK, BLANK], on("doc.blank_page", 2)),
    pdf("only a page number", [GOOD, NUMBERED], on("doc.blank_page", 2)),
    pdf("short line of text", [GOOD, Leaf(text("Part"))], about=("doc.blank_page",)),
    pdf("ink just below", [ink(0.08), GOOD], on("doc.blank_page", 1)),
    pdf("ink just above", [ink(0.12), GOOD], on("doc.no_text", 1), about=("doc.blank_page",)),
    pdf("shown sideways", [Leaf(prose(), entries="/Rotate 90"), GOOD], on("doc.rotated", 1)),
    pdf("written sideways", [GOOD, turned(UP)], on("doc.rotated", 2)),
    pdf("upside down", [turned(UPSIDE_DOWN)], on("doc.rotated", 1)),
    pdf(
        "turned and turned back",
        [turned(UP, "/Rotate 90"), turned(UPSIDE_DOWN, "/Rotate 180")],
        about=("doc.rotated",),
    ),
    pdf(
        "just below 150 dpi",
        [Leaf(scan(148).content + text("Found", mode=3), scan(148).pictures)],
        on("doc.low_dpi", 1),
        about=("doc.no_text", "doc.mixed_scan"),
    ),
    pdf(
        "just above 150 dpi",
        [Leaf(scan(152).content + text("Found", mode=3), scan(152).pictures)],
        about=("doc.low_dpi",),
    ),
    pdf(
        "coarse scan",
        [GOOD, scan(100), scan(100)],
        on("doc.no_text", 2),
        on("doc.low_dpi", 2),
        on("doc.mixed_scan"),
    ),
    pdf("coarse background under text", [STAMPED], about=("doc.low_dpi",)),
    pdf(
        "coarse figure",
        [Leaf(scan(60, share=0.4).content + prose(3), scan(60, share=0.4).pictures)],
        about=("doc.low_dpi",),
    ),
    pdf("no title", [GOOD], on("doc.no_title"), title=""),
    pdf("title untitled", [GOOD], on("doc.no_title"), title="Untitled"),
    pdf("no language", [GOOD], on("doc.no_lang"), language=""),
    pdf(
        "neither title nor language",
        [GOOD],
        on("doc.no_lang"),
        on("doc.no_title"),
        title="",
        language="",
    ),
    pdf("author", [GOOD], on("doc.metadata_author"), author="A. Person"),
    pdf("ten pages", [GOOD] * 10, about=("doc.no_bookmarks", "doc.metadata_author")),
    pdf("eleven pages", [GOOD] * 11, on("doc.no_bookmarks")),
    pdf(
        "eleven pages with bookmarks",
        [GOOD] * 11,
        catalog=BOOKMARKS,
        more=OUTLINE,
        about=("doc.no_bookmarks", "doc.no_title", "doc.no_lang"),
    ),
    pdf("script", [GOOD], on("doc.active_content"), catalog=SCRIPT),
    pdf(
        "script by name",
        [GOOD],
        on("doc.active_content"),
        catalog="/Names << /JavaScript << /Names [(a) 5 0 R] >> >>",
        more=("<< /S /JavaScript /JS (1) >>",),
    ),
    pdf("launch", [Leaf(prose(), entries=f"/Annots [{LAUNCH}]")], on("doc.active_content")),
    pdf(
        "attachment",
        [GOOD],
        on("doc.active_content"),
        catalog=ATTACHED,
        more=("<< /Type /Filespec /F (a) /EF << /F 6 0 R >> >>", "<< /Type /EmbeddedFile >>"),
    ),
    pdf(
        "link",
        [
            Leaf(
                prose(),
                entries="/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
                " /A << /S /URI /URI (https://example.org) >> >>]",
            )
        ],
        about=("doc.active_content",),
    ),
    Case("document: readability", lambda d: write(d / "r.pdf", [GOOD]), (on("doc.readability"),)),
    pdf("no words", [ink(10)], on("doc.no_text", 1), about=("doc.readability",)),
    *BROKEN,
    *WORD,
)
