"""Any text at all, cleaned and cut into sentences short enough to be spoken in one breath."""

import re
from collections.abc import Iterator

from mediaq.speech.spoken import Piece, pieces

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[^\S\n]+")
_LINE_END = re.compile(r" ?(?:\n ?)+")
# After closing punctuation; what goes on in lower case was an abbreviation.
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\sa-z])|(?<=[.!?…][\"')\]”’])\s+|(?<=[。！？])|\n+")

Sentence = tuple[Piece, ...]


def clean(text: str) -> str:
    """Without what XML 1.0 forbids and without control characters; white space made single."""
    legal = _ILLEGAL.sub("", text.replace("\r", "\n"))
    return _LINE_END.sub("\n", _SPACE.sub(" ", legal)).strip()


def sentences(text: str, language: str, *, longest: int) -> Iterator[Sentence]:
    """The clean text's sentences in pieces, none longer than `longest` spoken characters."""
    for sentence in _SENTENCE_END.split(text):
        if sentence.strip():
            yield from _chunks(pieces(sentence.strip(), language), longest)


def spoken_length(sentence: Sentence) -> int:
    """Characters that the voice says."""
    return sum(len(piece.spoken) for piece in sentence)


def _chunks(sentence: Sentence, longest: int) -> Iterator[Sentence]:
    """Cut at the last word that fits."""
    chunk: list[Piece] = []
    length = 0
    for word in _words(sentence, longest):
        if length and length + len(word.spoken) > longest:
            yield _join(chunk)
            chunk, length = [], 0
        chunk.append(word)
        length += len(word.spoken)
    yield _join(chunk)


def _words(sentence: Sentence, longest: int) -> Iterator[Piece]:
    for piece in sentence:
        if piece.alias:
            yield piece
            continue
        for word in re.findall(r"\s*\S+\s*|\s+", piece.text):
            for start in range(0, len(word), longest):
                yield Piece(word[start : start + longest])


def _join(words: list[Piece]) -> Sentence:
    """Neighbouring words without alias become one piece again."""
    joined: list[Piece] = []
    for word in words:
        if joined and not (word.alias or joined[-1].alias):
            joined[-1] = Piece(joined[-1].text + word.text)
        else:
            joined.append(word)
    return tuple(joined)
