"""What the answer for a PDF says beside its findings, and PDFs that are broken or hostile."""

from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from mediaq.analyzers.document import pdf as document_pdf
from mediaq.analyzers.findings.rules_document import MOST_PAGES
from mediaq.errors import MediaInvalid
from tests.analyzers.conftest import Analysed, codes, only
from tests.kit.pdf import Leaf, assembled, box, prose, scan, stream, text, write
from tests.truth.document import UP, turned

GOOD = Leaf(prose())


def test_the_text_is_kept_by_page(analysed: Analysed, tmp_path: Path) -> None:
    leaves = [Leaf(text("First words")), Leaf(box(9, 9)), Leaf(text("Third page"))]
    answer = analysed(write(tmp_path / "d.pdf", leaves))
    by_type = {row["analysis_type"]: row["result"] for row in answer["results"]}
    assert by_type["text"] == {
        "pages": [{"page": 1, "text": "First words"}, {"page": 3, "text": "Third page"}],
        "characters": 21,
        "truncated": False,
    }
    assert by_type["document"]["pages"] == 3
    assert by_type["document"]["title"] == "A title"
    assert by_type["document"]["words"] == 4


def test_pages_are_shown(analysed: Analysed, tmp_path: Path) -> None:
    answer = analysed(write(tmp_path / "d.pdf", [Leaf(box(300, 300), size=(2000, 1000)), GOOD]))
    files = {file["kind"]: file for file in answer["files"]}
    assert set(files) == {"poster", "contact_sheet"}
    with Image.open(tmp_path / "output" / files["poster"]["name"]) as poster:
        assert poster.size == (1280, 640)
        assert poster.convert("L").getpixel((100, 500)) == pytest.approx(0, abs=8)


def test_a_stretch_of_pages_is_one_finding(analysed: Analysed, tmp_path: Path) -> None:
    answer = analysed(write(tmp_path / "d.pdf", [GOOD, scan(200), scan(200), scan(200), GOOD]))
    finding = only(answer, "doc.no_text")
    assert (finding["page"], finding["details"]) == (2, {"first_page": 2, "last_page": 4})
    assert finding["measurement"] == 3
    assert finding["message"].startswith("This page and the 2 after it hold no text")


@pytest.mark.parametrize(
    ("entries", "turn"), [("", 270), ("/Rotate 180", 90), ("/Rotate 270", 180)]
)
def test_how_far_text_is_turned(
    analysed: Analysed, tmp_path: Path, entries: str, turn: int
) -> None:
    answer = analysed(write(tmp_path / "d.pdf", [turned(UP, entries)]))
    assert only(answer, "doc.rotated")["measurement"] == turn


def test_an_attached_file_is_only_noted(analysed: Analysed, tmp_path: Path) -> None:
    more = ("<< /Type /Filespec /EF << /F 6 0 R >> >>", "<< /Type /EmbeddedFile >>")
    names = "/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>"
    answer = analysed(write(tmp_path / "d.pdf", [GOOD], catalog=names, more=more))
    assert only(answer, "doc.active_content")["severity"] == "info"


def test_a_cut_pdf(analysed: Analysed, tmp_path: Path) -> None:
    """Wherever it is cut: what is left is read, or refused."""
    whole = write(tmp_path / "whole.pdf", [GOOD, scan(72)]).read_bytes()
    source = tmp_path / "cut.pdf"
    for share in range(20):
        source.write_bytes(whole[: max(9, len(whole) * share // 20)])
        with suppress(MediaInvalid):
            assert analysed(source)["results"]


def test_ten_thousand_pages(analysed: Analysed, tmp_path: Path) -> None:
    count = 10_000
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"
    kids = " ".join(["5 0 R"] * count)
    pages = f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode()
    source = tmp_path / "d.pdf"
    root = b"<< /Type /Catalog /Pages 2 0 R >>"
    source.write_bytes(assembled([root, pages, b"<< >>", b"<< >>", page]))
    answer = analysed(source)
    result = answer["results"][0]["result"]
    assert result["pages"] == count
    assert result["pages_read"] == MOST_PAGES
    assert result["truncated"]
    assert only(answer, "doc.no_bookmarks")["measurement"] == count
    assert only(answer, "doc.blank_page")["details"]["last_page"] == MOST_PAGES


def test_a_long_text_is_cut(
    analysed: Analysed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_pdf, "MOST_CHARACTERS", 100)
    answer = analysed(write(tmp_path / "d.pdf", [GOOD, GOOD]))
    (kept,) = [r["result"] for r in answer["results"] if r["analysis_type"] == "text"]
    assert kept["truncated"]
    assert kept["characters"] == 100
    assert "doc.no_text" not in codes(answer)


@pytest.mark.parametrize(
    "size",
    [(1e9, 1e9), (1e9, 1), (1, 1e9), (0, 0), (-5, 5), (1e38, 1e38), (1e-9, 1e-9)],
    ids=str,
)
def test_pages_of_mad_sizes(analysed: Analysed, tmp_path: Path, size: tuple[float, float]) -> None:
    answer = analysed(write(tmp_path / "d.pdf", [Leaf(prose(), size=size), GOOD]))
    for file in answer["files"]:
        assert max(file["width"], file["height"]) <= 1600
    assert answer["results"][0]["result"]["pages_read"] >= 1


def test_a_picture_of_too_many_pixels_is_not_drawn(analysed: Analysed, tmp_path: Path) -> None:
    path = write(tmp_path / "d.pdf", [scan(72), GOOD])
    assert "doc.low_dpi" in codes(analysed(path))
    answer = analysed(path, max_pixels=595 * 842 - 1)
    assert [file["kind"] for file in answer["files"]] == ["contact_sheet"]


LOOPS = {
    "kids": (
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>",
        ]
    ),
    "root": ([b"1 0 R", b"2 0 R"]),
    "deep": (
        [
            b"<< /Type /Catalog /Pages 2 0 R /Names " + b"[" * 5000 + b"]" * 5000 + b" >>",
            b"<< /Type /Pages /Count 1 /Kids [] >>",
        ]
    ),
}


@pytest.mark.parametrize("loop", LOOPS)
def test_loops_end(analysed: Analysed, tmp_path: Path, loop: str) -> None:
    source = tmp_path / "d.pdf"
    source.write_bytes(assembled([*LOOPS[loop], b"<< >>", b"<< >>"]))
    with suppress(MediaInvalid):
        assert analysed(source)["results"][0]["result"]["pages"] == 1


def test_forms_within_themselves(analysed: Analysed, tmp_path: Path) -> None:
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 5"
        " /Resources << /XObject << /X 5 0 R >> >> >>\nstream\n/X Do\nendstream"
    )
    leaf = Leaf(prose() + "/X Do\n", entries="/Annots [5 0 R]")
    answer = analysed(write(tmp_path / "d.pdf", [leaf], more=(form,)))
    assert answer["results"][0]["result"]["pages_read"] == 1


def test_a_stream_that_unpacks_to_much(analysed: Analysed, tmp_path: Path) -> None:
    """Fifty megabytes of drawing instructions in fifty kilobytes."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 6 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        b"<< >>",
        b"<< >>",
        page,
        stream("", b" " * 50_000_000),
    ]
    source = tmp_path / "d.pdf"
    source.write_bytes(assembled(objects))
    assert "doc.blank_page" in codes(analysed(source))


def test_an_empty_pdf_is_refused(analysed: Analysed, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(MediaInvalid):
        analysed(source)
