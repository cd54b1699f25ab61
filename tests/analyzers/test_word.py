"""What is read from Word documents and plain text, and such as are broken or hostile."""

import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from mediaq.analyzers.document import docx as document_docx
from mediaq.analyzers.document import plain as document_plain
from mediaq.analyzers.document import xml as document_xml
from mediaq.errors import EmptyMedia, MediaInvalid, MediaTooLarge
from tests.analyzers.conftest import Analysed, only
from tests.kit.docx import W, docx, paragraph, relations

BODY = "<w:document {w}><w:body>{body}</w:body></w:document>"


def results(answer: dict[str, Any]) -> dict[str, Any]:
    return {row["analysis_type"]: row["result"] for row in answer["results"]}


def read(analysed: Analysed, path: Path) -> str:
    (page,) = results(analysed(path, media_type="document"))["text"]["pages"]
    assert page["page"] is None
    return str(page["text"])


def test_text_in_its_order(analysed: Analysed, tmp_path: Path) -> None:
    body = (
        paragraph("First")
        + "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
        + "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        + "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
        + '<mc:X xmlns:mc="urn:mc"><mc:Choice><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Choice>'
        + "<mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:X>"
        + "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    notes = f"<w:footnotes {W}><w:footnote>{paragraph('A note')}</w:footnote></w:footnotes>"
    text = read(analysed, docx(tmp_path / "d.docx", body, more={"word/footnotes.xml": notes}))
    assert text.split() == ["First", "a", "b", "c", "x", "y", "new", "box", "A", "note"]
    assert text.startswith("First\na\tb\nc\n")


def test_what_a_word_document_says_of_itself(analysed: Analysed, tmp_path: Path) -> None:
    answer = analysed(docx(tmp_path / "d.docx", paragraph("Two words"), title="Äpfel &amp; Birnen"))
    result = results(answer)["document"]
    assert (result["title"], result["language"]) == ("Äpfel & Birnen", "en-GB")
    assert (result["format"], result["words"], result["pages"]) == ("docx", 2, None)
    assert answer["results"][0]["summary"] == "Document, 2 words: 1 finding, 0 of them serious."
    assert only(answer, "doc.readability")["page"] is None


def test_the_text_part_may_have_another_name(analysed: Analysed, tmp_path: Path) -> None:
    path = docx(tmp_path / "d.docx", paragraph("Wrong"))
    parts = {
        "_rels/.rels": relations(("officeDocument", "/word/document2.xml", "Internal")),
        "word/document2.xml": BODY.format(w=W, body=paragraph("Right")),
    }
    assert read(analysed, docx(path, paragraph("Wrong"), more=parts)) == "Right"


def test_why_there_is_no_text(analysed: Analysed, tmp_path: Path) -> None:
    picture = {"word/media/image1.png": b"x"}
    pictures = only(analysed(docx(tmp_path / "p.docx", "", more=picture)), "doc.no_text")
    nothing = only(analysed(docx(tmp_path / "n.docx", "")), "doc.no_text")
    assert pictures["message"].endswith("read aloud; there are only pictures.")
    assert nothing["message"].startswith("The document holds no text")
    assert nothing["suggestion"] == "Check that it is the right file."
    assert nothing["page"] is None


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_cut_word_document(analysed: Analysed, tmp_path: Path, cut: int) -> None:
    data = docx(tmp_path / "d.docx", paragraph("Words") * 50).read_bytes()
    (tmp_path / "cut.docx").write_bytes(data[: len(data) * cut // 20])
    with pytest.raises(MediaInvalid):
        analysed(tmp_path / "cut.docx", media_type="document", form="docx")


@pytest.mark.parametrize("at", range(0, 1400, 37))
def test_a_changed_byte(analysed: Analysed, tmp_path: Path, at: int) -> None:
    data = bytearray(docx(tmp_path / "d.docx", paragraph("Words")).read_bytes())
    data[at % len(data)] ^= 0xFF
    (tmp_path / "cut.docx").write_bytes(data)
    with suppress(MediaInvalid):
        analysed(tmp_path / "cut.docx", media_type="document", form="docx")


HOSTILE = {
    "billion laughs": '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>',
    "a file from outside": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>',
    "document type": f"<!DOCTYPE d SYSTEM 'http://127.0.0.1/'><w:document {W}/>",
    "no xml": "words",
    "not closed": f"<w:document {W}>",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "_rels/.rels"])
def test_hostile_xml_is_refused(
    analysed: Analysed, tmp_path: Path, part: str, content: str
) -> None:
    with pytest.raises(MediaInvalid):
        analysed(docx(tmp_path / "d.docx", paragraph("Words"), more={part: content}))


def test_deep_xml_and_much_of_it(
    analysed: Analysed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = "<w:p>" * 20_000 + "<w:r><w:t>deep</w:t></w:r>" + "</w:p>" * 20_000
    assert read(analysed, docx(tmp_path / "deep.docx", deep)) == "deep"
    monkeypatch.setattr(document_xml, "MOST_BYTES", 4 * document_xml.CHUNK)
    path = docx(tmp_path / "long.docx", paragraph("word " * 10) * 10_000)
    result = results(analysed(path))
    assert result["text"]["truncated"]
    assert result["document"]["words"] > 1000


def test_a_long_text_is_cut(
    analysed: Analysed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_docx, "MOST_CHARACTERS", 100)
    monkeypatch.setattr(document_plain, "MOST_CHARACTERS", 100)
    (tmp_path / "d.txt").write_text("ä" * 101)
    for path in (docx(tmp_path / "d.docx", paragraph("ä" * 101)), tmp_path / "d.txt"):
        kept = results(analysed(path))["text"]
        assert kept["truncated"]
        assert kept["characters"] == 100


def test_too_many_parts(
    analysed: Analysed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_docx, "MOST_ENTRIES", 4)
    with pytest.raises(MediaTooLarge, match="4 parts"):
        analysed(docx(tmp_path / "d.docx", paragraph("Words")))


def test_a_zip_that_is_no_word_document(analysed: Analysed, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d.docx", "w") as file:
        file.writestr("word/other.xml", "<a/>")
    with pytest.raises(MediaInvalid, match="no text part"):
        analysed(tmp_path / "d.docx", media_type="document", form="docx")


def test_plain_text(analysed: Analysed, tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    path.write_bytes(b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe\r\nzwei\0\x07 \xff")
    text = read_as(analysed, path, "txt")
    assert text == "Grüße\nzwei \ufffd"
    path.write_bytes(b"")
    with pytest.raises(EmptyMedia):
        analysed(path, media_type="document", form="txt")


def read_as(analysed: Analysed, path: Path, form: str) -> str:
    answer = analysed(path, media_type="document", form=form)
    return str(results(answer)["text"]["pages"][0]["text"])
