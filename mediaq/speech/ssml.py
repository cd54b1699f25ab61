"""SSML from a finding: place first, then what and how much, then what to do about it.

The documents are built as trees, never as text, so nothing in a message can become markup.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from mediaq.speech import foreign
from mediaq.speech.clock import moment
from mediaq.speech.finding import Finding
from mediaq.speech.numbers import cardinal
from mediaq.speech.sentences import Sentence, clean, sentences, spoken_length
from mediaq.speech.spoken import Piece
from mediaq.speech.tongues import Tongue, tongue_of

NAMESPACE = "http://www.w3.org/2001/10/synthesis"
ENGLISH = "en-US"
PAUSE = "350ms"
SEGMENT_CHARACTERS = 400
# A sentence leaves room for its place, so that the two are spoken together.
SENTENCE_CHARACTERS = 340
MESSAGE_CHARACTERS = 4000
SUGGESTION_CHARACTERS = 1000
# Characters of a text that are looked at, in case a row holds a book.
ENDLESS = 200_000
REST = "The rest is in the written report."
WORDLESS = "This finding has no words."
MOST_MORE = 999_999

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True)
class Clause:
    """One `<s>`: its words, the mark at its start, and whether a pause goes before it."""

    words: Sentence
    pause: bool = False
    mark: str | None = None
    strong: bool = False
    language: str | None = None


def compose(finding: Finding) -> list[str]:
    """One or more SSML 1.1 documents; together at most some 5,000 spoken characters."""
    language = finding.language if _LANGUAGE.fullmatch(finding.language) else ENGLISH
    return [_document(segment, language) for segment in _segments(_clauses(finding, language))]


def document(language: str) -> ET.Element:
    """An empty `<speak>`; tags are plain names, the namespace stands as an attribute."""
    return ET.Element("speak", {"version": "1.1", "xmlns": NAMESPACE, "xml:lang": language})


def _clauses(finding: Finding, language: str) -> list[Clause]:
    strange = None if language.lower().startswith("en") else ENGLISH
    tongue = tongue_of(language)
    known = None if tongue else strange
    place = [Clause(words, language=known) for words in _place(finding, tongue)]
    message, cut = _within(finding.message, language, MESSAGE_CHARACTERS)
    what = [Clause(words) for words in message] or [Clause((Piece(WORDLESS),), language=strange)]
    what[0] = replace(what[0], pause=bool(place), strong=finding.severity == "critical")
    more = [Clause(words, language=known) for words in _more(finding.more, tongue)]
    suggestion, cut_too = _within(finding.suggestion or "", language, SUGGESTION_CHARACTERS)
    fix = [Clause(words) for words in suggestion]
    if fix:
        fix[0] = replace(fix[0], pause=True)
    rest = [Clause((Piece(REST),), pause=True, language=strange)] if cut or cut_too else []
    kinds = {"place": place, "what": what, "more": more, "fix": fix, "rest": rest}
    return [clause for name, clauses in kinds.items() for clause in _marked(name, clauses)]


def _marked(name: str, clauses: list[Clause]) -> Iterator[Clause]:
    """Marked "what", "what-2", …: no name comes twice in a finding."""
    for number, clause in enumerate(clauses, start=1):
        yield replace(clause, mark=name if number == 1 else f"{name}-{number}")


def _more(count: object, tongue: Tongue | None) -> Iterator[Sentence]:
    if not (isinstance(count, int) and 0 < count <= MOST_MORE):
        return
    if tongue:
        yield (Piece(tongue.one_more if count == 1 else tongue.more.format(count=count)),)
    else:
        verb = "is" if count == 1 else "are"
        yield Piece(f"There {verb} "), Piece(str(count), cardinal(count)), Piece(" more like this.")


def _place(finding: Finding, tongue: Tongue | None) -> Iterator[Sentence]:
    if tongue:
        yield from _place_in(tongue, finding)
    elif finding.page is not None and finding.page > 0:
        yield Piece("On page "), Piece(str(finding.page), cardinal(finding.page)), Piece(",")
    elif finding.start_ms is not None and finding.start_ms >= 0:
        if finding.start_ms < 100:
            yield (Piece("At the start,"),)
        else:
            yield Piece("At "), Piece(*moment(finding.start_ms)), Piece(",")


def _place_in(tongue: Tongue, finding: Finding) -> Iterator[Sentence]:
    if finding.page is not None and finding.page > 0:
        yield (Piece(tongue.page.format(page=finding.page)),)
    elif finding.start_ms is not None and finding.start_ms >= 0:
        if finding.start_ms < 100:
            yield (Piece(tongue.start),)
        else:
            before, after = tongue.at.split("{time}")
            written, _ = moment(finding.start_ms)
            spoken = foreign.moment(finding.start_ms, tongue)
            yield Piece(before), Piece(written, spoken), Piece(after)


def _within(text: str, language: str, budget: int) -> tuple[list[Sentence], bool]:
    """The sentences that fit the budget, and whether any was left out."""
    taken: list[Sentence] = []
    cleaned = clean(text[:ENDLESS])
    # An alias is hardly ever half as long as what it stands for.
    looked_at = 2 * budget
    for sentence in sentences(cleaned[:looked_at], language, longest=SENTENCE_CHARACTERS):
        budget -= spoken_length(sentence)
        if budget < 0:
            return taken, True
        taken.append(sentence)
    return taken, len(text) > ENDLESS or len(cleaned) > looked_at


def _segments(clauses: list[Clause]) -> Iterator[list[Clause]]:
    segment: list[Clause] = []
    length = 0
    for clause in clauses:
        size = spoken_length(clause.words)
        if segment and length + size > SEGMENT_CHARACTERS:
            yield segment
            segment, length = [], 0
        segment.append(clause)
        length += size
    yield segment


def _document(clauses: list[Clause], language: str) -> str:
    root = document(language)
    paragraph = ET.SubElement(root, "p")
    for clause in clauses:
        # espeak ignores a break at the start of a sentence, so it stands between two of them.
        if len(paragraph):
            paragraph[-1].tail = " "
        if clause.pause and len(paragraph):
            ET.SubElement(paragraph, "break", {"time": PAUSE})
        _sentence(paragraph, clause)
    return ET.tostring(root, encoding="unicode")


def _sentence(paragraph: ET.Element, clause: Clause) -> None:
    sentence = ET.SubElement(paragraph, "s")
    if clause.language:
        sentence.set("xml:lang", clause.language)
    if clause.mark:
        # Inside the sentence: espeak loses a mark that follows a full stop in running text.
        ET.SubElement(sentence, "mark", {"name": clause.mark})
    parent = ET.SubElement(sentence, "emphasis", {"level": "strong"}) if clause.strong else sentence
    for piece in clause.words:
        _append(parent, piece)


def _append(parent: ET.Element, piece: Piece) -> None:
    if piece.alias:
        ET.SubElement(parent, "sub", {"alias": piece.alias}).text = piece.text
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + piece.text
    else:
        parent.text = (parent.text or "") + piece.text
