"""Writes small PDFs whose every fault is known."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

A4 = (595, 842)
SENTENCE = "The harbour was quiet in the morning, and the boats lay at the quay. "


@dataclass(frozen=True)
class Leaf:
    """A page of a PDF: its drawing instructions, its pictures by name, other entries as written."""

    content: str = ""
    pictures: dict[str, Image.Image] = field(default_factory=dict)
    entries: str = ""
    size: tuple[float, float] = A4


def text(words: str, *, size: float = 12, matrix: str = "1 0 0 1 72 760", mode: int = 0) -> str:
    """Instructions for lines of text; `matrix` is the place and direction, `mode` 3 invisible."""
    lines = " ".join(f"({line}) Tj T*" for line in words.split("\n"))
    return f"BT /F1 {size} Tf {size * 1.3} TL {mode} Tr {matrix} Tm {lines} ET\n"


def prose(lines: int = 10) -> str:
    """A page of text."""
    return text("\n".join([SENTENCE] * lines))


def box(width: float, height: float) -> str:
    """A black rectangle of this size in points."""
    return f"0 g 100 100 {width} {height} re f\n"


def scan(dpi: float, *, share: float = 1.0) -> Leaf:
    """A grey picture with black bars that fills this share of the page's height."""
    size = (round(A4[0] / 72 * dpi), round(A4[1] * share / 72 * dpi))
    picture = Image.new("L", size, 235)
    for line in range(0, size[1], 24):
        picture.paste(20, (size[0] // 8, line, size[0] * 7 // 8, line + 8))
    draw = f"q {A4[0]} 0 0 {A4[1] * share} 0 0 cm /P1 Do Q\n"
    return Leaf(draw, {"P1": picture})


def write(
    path: Path,
    leaves: Sequence[Leaf],
    *,
    title: str = "A title",
    author: str = "",
    language: str = "en-GB",
    catalog: str = "",
    more: Sequence[str] = (),
) -> Path:
    """A PDF with these pages; `catalog` is put into the root, `more` are objects 5, 6, … as text.

    Empty `title`, `author` and `language` are left out.
    """
    first = 5 + len(more)
    numbers = [
        first + sum(2 + len(done.pictures) for done in leaves[:i]) for i in range(len(leaves))
    ]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    info = (f"/Title ({title})" if title else "") + (f"/Author ({author})" if author else "")
    lang = f"/Lang ({language})" if language else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {lang} {catalog} >>".encode(),
        f"<< /Type /Pages /Count {len(leaves)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} >>".encode(),
        *(text.encode() for text in more),
    ]
    for number, leaf in zip(numbers, leaves, strict=True):
        objects += _leaf(leaf, number)
    path.write_bytes(assembled(objects))
    return path


def _leaf(leaf: Leaf, number: int) -> list[bytes]:
    names = "".join(f"/{name} {number + 2 + i} 0 R" for i, name in enumerate(leaf.pictures))
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {leaf.size[0]} {leaf.size[1]}]"
        f" /Contents {number + 1} 0 R {leaf.entries}"
        f" /Resources << /Font << /F1 3 0 R >> /XObject << {names} >> >> >>"
    )
    return [
        page.encode(),
        stream("", leaf.content.encode()),
        *map(_picture, leaf.pictures.values()),
    ]


def _picture(picture: Image.Image) -> bytes:
    colours = {"L": "Gray", "RGB": "RGB"}[picture.mode]
    entries = (
        f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height}"
        f" /ColorSpace /Device{colours} /BitsPerComponent 8"
    )
    return stream(entries, picture.tobytes())


def stream(entries: str, data: bytes) -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data)
    head = f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>"
    return head.encode() + b"\nstream\n" + packed + b"\nendstream"


def assembled(objects: Sequence[bytes]) -> bytes:
    """A whole file of the objects 1, 2, …; 1 is the root and 4 the information."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())
