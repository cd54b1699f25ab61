"""What a PDF carries besides pages: scripts, programs to start, attached files; and its XMP title.

PDFium does not show all of these, so the objects are walked with pypdf.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from mediaq.analyzers.document.facts import ATTACHMENT, LAUNCH, SCRIPT

MOST_OBJECTS = 100_000
WALK_SECONDS = 10.0

_ACTIONS = {"/JavaScript": SCRIPT, "/Rendition": SCRIPT, "/Launch": LAUNCH}
# Drawing instructions, and links back up or sideways, lead to nothing that runs.
_DULL = frozenset(
    ("/Contents", "/Font", "/Parent", "/P", "/StructTreeRoot", "/ParentTree", "/Prev", "/Last")
)
# A broken file breaks pypdf in whatever way Python code can break.
_BROKEN = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(slots=True)
class Structure:
    """What was found; `whole` says that everything could be walked."""

    active: set[str] = field(default_factory=set)
    title: str = ""
    creator: str = ""
    whole: bool = True


def structure(path: str) -> Structure:
    """Walks the objects of a PDF from its root; never raises for what the file holds."""
    found = Structure()
    try:
        with open(path, "rb") as file:
            reader = PdfReader(file, strict=False)
            _walk(reader.trailer["/Root"], found)
            _xmp(reader, found)
    except _BROKEN:
        found.whole = False
    return found


def _walk(root: Any, found: Structure) -> None:
    """Depth first without recursion, each object once, up to a number and a time."""
    end = time.monotonic() + WALK_SECONDS
    seen: set[int] = set()
    waiting = [root]
    for _ in range(MOST_OBJECTS):
        if not waiting or time.monotonic() > end:
            break
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = _resolved(item, found)
        if isinstance(item, DictionaryObject):
            found.active |= set(_active(item))
        waiting += _inside(item)
    found.whole = found.whole and not waiting


def _resolved(item: IndirectObject, found: Structure) -> Any:
    try:
        return item.get_object()
    except _BROKEN:
        found.whole = False
        return None


def _active(item: DictionaryObject) -> Iterator[str]:
    action = item.raw_get("/S") if "/S" in item else None
    if isinstance(action, str) and action in _ACTIONS and (action != "/Rendition" or "/JS" in item):
        yield _ACTIONS[action]
    if "/EF" in item:
        yield ATTACHMENT


def _inside(item: Any) -> list[Any]:
    """Whatever may hold or lead to more objects."""
    if isinstance(item, DictionaryObject):
        values = [value for key, value in dict.items(item) if key not in _DULL]
    elif isinstance(item, ArrayObject):
        values = list(list.__iter__(item))
    else:
        return []
    return [v for v in values if isinstance(v, (IndirectObject, DictionaryObject, ArrayObject))]


def _xmp(reader: PdfReader, found: Structure) -> None:
    """Title and author of the XMP metadata, which newer documents have instead of the old ones."""
    information = reader.xmp_metadata
    if information is None:
        return
    titles = information.dc_title or {}
    found.title = next((str(title) for title in titles.values() if title), "")
    found.creator = ", ".join(map(str, information.dc_creator or []))
