"""A transcript's words as cues: of at most two lines, from 5/6 to 7 seconds, cut where sentences
end and where nobody speaks."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from api.exports.cues import LONGEST_MS, SHORTEST_MS, Cue
from api.exports.lines import WIDTH, fits, one_line
from mediaq.contracts.transcript import Word

PAUSE_MS = 1500
_END = re.compile(r"[.!?…。！？][\"')\]”’]*\Z")
# Written without spaces between words.
_UNSPACED = ("zh", "ja", "th", "lo", "km", "my")

Group = list[Word]


def cues(words: Sequence[Word], language: str | None) -> Iterator[Cue]:
    """The cues, none of which overlap where the words do not."""
    between = "" if (language or "").lower().startswith(_UNSPACED) else " "
    pieces = [piece for word in sorted(words, key=_start) for piece in _pieces(word)]
    groups = list(_groups(pieces, between))
    for group, after in pairwise([*groups, None]):
        assert group
        start = group[0].start_ms
        end = min(max(group[-1].end_ms, start + SHORTEST_MS), start + LONGEST_MS)
        if after:
            end = max(start + 1, min(end, after[0].start_ms))
        yield Cue(start, end, _joined(group, between))


def _start(word: Word) -> int:
    return word.start_ms


def _pieces(word: Word) -> Iterator[Word]:
    """The word as one line, in pieces where it is longer than one."""
    text = one_line(word.word)
    length = word.end_ms - word.start_ms
    for at in range(0, len(text), WIDTH):
        piece = text[at : at + WIDTH]
        first, last = at, at + len(piece)
        yield Word(
            word=piece,
            start_ms=word.start_ms + length * first // len(text),
            end_ms=word.start_ms + length * last // len(text),
        )


def _groups(words: Sequence[Word], between: str) -> Iterator[Group]:
    group: Group = []
    for word in words:
        if group and _breaks(group, word, between):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _breaks(group: Group, word: Word, between: str) -> bool:
    """Whether a cue ends before the word. A sentence too short to be read goes on with the next."""
    shown = word.start_ms - group[0].start_ms
    return (
        (_END.search(group[-1].word) is not None and shown >= SHORTEST_MS)
        or word.start_ms - group[-1].end_ms > PAUSE_MS
        or word.end_ms - group[0].start_ms > LONGEST_MS
        or not fits(_joined([*group, word], between))
    )


def _joined(group: Group, between: str) -> str:
    return between.join(word.word for word in group)
