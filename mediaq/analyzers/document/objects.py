"""What is drawn on a page of a PDF: pictures, and whether text stands on top of them."""

import math
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pypdfium2 import raw

from mediaq.analyzers.document import fonts

MOST_OBJECTS = 2000
DEEPEST_FORM = 4
# Smaller ones are fillings and shades, whatever area they are stretched over.
SMALLEST_SIDE = 32
# Pictures that cover less of a page are figures; this much is a scan or a background.
PAGE_SHARE = 0.5

_IDENTITY = (1.0, 0.0, 0.0, 1.0)
_KNOWN = (raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: pixels, and the area in square points that it covers."""

    size: tuple[int, int]
    area: float


@dataclass(slots=True)
class Drawn:
    """The pictures of a page in their order. `overprinted`: text that can be seen follows one, so
    the picture is a background and not the page itself, as it is in a scan. `strange`: the names
    of fonts that the file does not carry, by their addresses."""

    pictures: list[Picture] = field(default_factory=list)
    overprinted: bool = False
    strange: dict[int, str] = field(default_factory=dict)

    def most_pixels(self) -> int:
        """Pixels of the largest picture."""
        return max((p.size[0] * p.size[1] for p in self.pictures), default=0)

    def resolution(self, page_area: float) -> float | None:
        """Dots per inch of the pictures together, where they are the page; else None.

        Strips of one scan count as one picture: square root of pixels per square inch.
        """
        real = [p for p in self.pictures if min(p.size) >= SMALLEST_SIDE and p.area > 0]
        area = sum(p.area for p in real)
        if self.overprinted or area < PAGE_SHARE * page_area:
            return None
        return math.sqrt(sum(p.size[0] * p.size[1] for p in real) / area) * 72


def drawn(page: Any) -> Drawn:
    """What the first 2,000 objects of a page draw, also those in forms. Raises PdfiumError."""
    found = Drawn()
    matrices: dict[int, tuple[float, ...]] = {}
    for item in islice(page.get_objects(max_depth=DEEPEST_FORM), MOST_OBJECTS):
        if item.type not in _KNOWN:
            continue
        outer = matrices.get(id(item.container), _IDENTITY)
        matrix = _product(item.get_matrix().get()[:4], outer)
        if item.type == raw.FPDF_PAGEOBJ_FORM:
            # `container` is this very object, which the generator keeps while it descends.
            matrices[id(item)] = matrix
        elif item.type == raw.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(Picture(item.get_px_size(), _area(matrix)))
        elif not _invisible(item):
            found.overprinted = found.overprinted or bool(found.pictures)
            fonts.strange(item, found.strange)
    return found


def _invisible(item: Any) -> bool:
    """Text that recognition laid over a scan is there to be found, not seen."""
    return bool(raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _area(matrix: tuple[float, ...]) -> float:
    """Of the unit square, which a picture fills."""
    a, b, c, d = matrix
    area = abs(a * d - b * c)
    return area if math.isfinite(area) else 0.0


def _product(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...]:
    (a, b, c, d), (e, f, g, h) = first, then
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)
