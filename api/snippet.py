"""A passage around what matched, as pieces of plain text: there is no markup to be injected."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from api.schemas.search import Piece

# The database puts these around what matched, and takes them out of what users wrote.
_PARTS = re.compile("\x02([^\x03]*)\x03")


def pieces(marked: str) -> list[Piece]:
    """The pieces of a snippet of `mediaq.search`."""
    return [Piece(text=text, match=match) for text, match in _parts(marked) if text]


def pieces_of_name(marked: str, name: str) -> list[Piece]:
    """A name in the pieces of its snippet, in which blanks stand for what parts its words."""
    parts = list(_parts(marked))
    bounds = [0, *accumulate(len(text) for text, _ in parts)]
    if bounds[-1] != len(name):  # renamed in this moment
        return [Piece(text=name, match=False)]
    cut = zip(pairwise(bounds), parts, strict=True)
    return [Piece(text=name[a:b], match=match) for (a, b), (_, match) in cut if a < b]


def _parts(marked: str) -> Iterator[tuple[str, bool]]:
    for number, text in enumerate(_PARTS.split(marked)):
        yield text, number % 2 == 1
