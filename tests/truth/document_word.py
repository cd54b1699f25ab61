"""Files with known faults: Word documents, plain text and Markdown."""

from pathlib import Path
from typing import Any

from tests.kit.docx import docx, paragraph, relations
from tests.kit.pdf import SENTENCE
from tests.truth.case import Case, Expected

SHOWN = frozenset({"doc.readability"})
PROSE = paragraph(SENTENCE) * 10
NEVER = ("doc.blank_page", "doc.mixed_scan", "doc.low_dpi", "doc.rotated", "doc.no_bookmarks")
ELSEWHERE = "https://example.org/t.dotm"


def word(
    name: str, *codes: str, body: str = PROSE, about: tuple[str, ...] = (), **entries: Any
) -> Case:
    """A Word document; `entries` are those of `docx`."""

    def make(directory: Path) -> Path:
        return docx(directory / "document.docx", body, **entries)

    expected = tuple(Expected(code) for code in codes)
    return Case(f"docx: {name}", make, expected, aside=SHOWN, about=about)


def plain(name: str, file: str, text: str, *codes: str, about: tuple[str, ...] = ()) -> Case:
    """A file of plain text."""

    def make(directory: Path) -> Path:
        path = directory / file
        path.write_text(text, encoding="utf-8")
        return path

    return Case(f"text: {name}", make, tuple(map(Expected, codes)), aside=SHOWN, about=about)


def referring(kind: str, mode: str = "External") -> dict[str, str]:
    """A part that refers to something of this kind."""
    return {"word/_rels/settings.xml.rels": relations((kind, ELSEWHERE, mode))}


CASES: tuple[Case, ...] = (
    word("clean", about=(*NEVER, "doc.no_text", "doc.no_title", "doc.no_lang")),
    word("with its folders", more=dict.fromkeys(("_rels/", "word/", "word/_rels/"), ""),
         about=("doc.no_text", "doc.no_title", "doc.no_lang")),
    word("no title", "doc.no_title", title=""),
    word("blank title", "doc.no_title", title="  "),
    word("no language", "doc.no_lang", language=""),
    word("neither", "doc.no_title", "doc.no_lang", title="", language=""),
    word("author", "doc.metadata_author", author="A. Person"),
    word("no words", "doc.no_text", body=""),
    word("pictures only", "doc.no_text", body="<w:p/>", more={"word/media/image1.png": b"x"}),
    word(
        "deleted words only",
        "doc.no_text",
        body="<w:p><w:del><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p>",
    ),
    word("one word", body=paragraph("Word"), about=("doc.no_text",)),
    word("macro", "doc.active_content", more={"word/vbaProject.bin": b"x"}),
    word("attached", "doc.active_content", more={"word/embeddings/oleObject1.bin": b"x"}),
    word("fetched template", "doc.active_content", more=referring("attachedTemplate")),
    word(
        "template of its own", more=referring("attachedTemplate", "Internal"),
        about=("doc.active_content",),
    ),
    word("link", more=referring("hyperlink"), about=("doc.active_content",)),
    plain("clean", "a.txt", SENTENCE * 10, about=("doc.no_text", "doc.no_title", "doc.no_lang")),
    plain("markdown", "a.md", f"# A title\n\n{SENTENCE}", about=("doc.no_text", "doc.no_title")),
    plain("nothing but white", "a.txt", " \n\n ", "doc.no_text"),
    plain("nothing but lines", "a.md", "-----\n\n***\n", "doc.no_text"),
)  # fmt: skip
