"""Documents that want to become large, or never end."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.hostile.broken import ANY, GAVE_UP, Broken
from tests.hostile.bytewise import MIB, zeros
from tests.kit.pdf import assembled


def cases(seed: int) -> Iterator[Broken]:
    """The same for every seed."""
    for name, make in _PAPERS.items():
        yield Broken(name, make, "x.pdf", ANY | {GAVE_UP})
    for name, make in _WORD.items():
        yield Broken(name, make, "x.docx", ANY)


def _pdf(page: str, *more: bytes, pages: str = "/Count 1 /Kids [3 0 R]") -> bytes:
    """A PDF of one page, object 3; object 4 is empty, `more` are objects 5 and on."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages {pages} >>".encode(),
            f"<< /Type /Page /Parent 2 0 R {page} >>".encode(),
            b"<< >>",
            *more,
        ]
    )


def _packed(entries: str, data: bytes) -> bytes:
    head = f"<< {entries} /Length {len(data)} >>\nstream\n"
    return head.encode() + data + b"\nendstream"


def _twice_packed() -> bytes:
    return zlib.compress(zeros(1024 * MIB), 9)


_A4 = "/MediaBox [0 0 595 842]"
_BIG_PICTURE = (
    "/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceGray"
    " /BitsPerComponent 8 /Filter /FlateDecode"
)
_DRAWN = "/Contents 6 0 R /Resources << /XObject << /P 5 0 R >> >>"
_DRAW = b"q 595 0 0 842 0 0 cm /P Do Q"
_PAPERS: dict[str, Callable[[], bytes]] = {
    "pdf: instructions of 1 GB": lambda: _pdf(
        f"{_A4} /Contents 5 0 R", _packed("/Filter /FlateDecode", zeros(1024 * MIB))
    ),
    "pdf: instructions of 1 GB in 4 kB": lambda: _pdf(
        f"{_A4} /Contents 5 0 R",
        _packed("/Filter [/FlateDecode /FlateDecode]", _twice_packed()),
    ),
    "pdf: a picture of 900 megapixels": lambda: _pdf(
        f"{_A4} {_DRAWN}", _packed(_BIG_PICTURE, zeros(900 * MIB)), _packed("", _DRAW)
    ),
    "pdf: a page of 10^9 points": lambda: _pdf("/MediaBox [0 0 1000000000 1000000000]"),
    "pdf: a page of no size": lambda: _pdf("/MediaBox [0 0 0 0]"),
    "pdf: a thousand million pages": lambda: _pdf(_A4, pages="/Count 1000000000 /Kids [3 0 R]"),
    "pdf: pages in a circle": lambda: _pdf(_A4, pages="/Count 9 /Kids [2 0 R 2 0 R 3 0 R]"),
    "pdf: arrays 100000 deep": lambda: _pdf(f"{_A4} /Deep {'[' * 100_000}{']' * 100_000}"),
    "pdf: saved states without end": lambda: _pdf(
        f"{_A4} /Contents 5 0 R", _packed("", b"q " * 500_000)
    ),
    "pdf: a form that draws itself": lambda: _pdf(
        f"{_A4} {_DRAWN}",
        _packed("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources"
                " << /XObject << /P 5 0 R >> >>", b"/P Do /P Do"),
        _packed("", _DRAW),
    ),
    "pdf: a million empty pages": lambda: _pdf(
        _A4, pages=f"/Count 1000000 /Kids [{'3 0 R ' * 1_000_000}]"
    ),
}  # fmt: skip


def word(document: bytes, *, more: dict[str, bytes] | None = None) -> bytes:
    """A docx with this main part and further ones."""
    out = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        ).encode(),
        "word/document.xml": document,
        **(more or {}),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)
)  # fmt: skip


def _deep_word() -> bytes:
    return b"<w:document " + W + b">" + b"<w:p>" * 200_000 + b"</w:p>" * 200_000 + b"</w:document>"


_WORD: dict[str, Callable[[], bytes]] = {
    "docx: 200 MB of text": lambda: word(
        b"<w:document " + W + b"><w:p><w:r><w:t>" + b"word " * (40 * MIB) + b"</w:t></w:r></w:p>"
        b"</w:document>"
    ),
    "docx: elements 200000 deep": lambda: word(_deep_word()),
    "docx: a thousand million laughs": lambda: word(
        b'<!DOCTYPE d [<!ENTITY l0 "laugh">' + _LAUGHS + b"]><w:document " + W
        + b"><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:document>"
    ),
    "docx: 3000 parts": lambda: word(
        b"<w:document " + W + b"/>", more={f"word/part{n}.xml": b"<x/>" for n in range(3000)}
    ),
}  # fmt: skip
