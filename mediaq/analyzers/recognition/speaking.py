"""Judges how something is said, from the words of a transcript and their times."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from mediaq.analyzers.findings.catalogue import threshold
from mediaq.analyzers.findings.finding import Finding, found
from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.findings.rules_speech import SLOW_WPM

# With less, neither pace nor habits can be told.
LEAST_WORDS = 40
# A longer pause is none of the speech.
PAUSE_MS = 2_000
# Written without spaces: what an engine calls a word is no word of theirs.
_UNSPACED = ("zh", "yue", "ja", "th", "lo", "my", "km")
# Only what says nothing in any sentence.
_FILLERS = {
    "en": ("um", "umm", "uh", "uhm", "uhh", "er", "erm", "hmm", "mm", "you know", "i mean"),
    "de": ("äh", "ähm", "öh", "öhm", "hm", "hmm"),
    "fr": ("euh", "heu", "hum", "bah", "ben"),
    "es": ("eh", "em", "mmm"),
    "it": ("ehm", "eh", "mmm"),
    "pt": ("hum", "hã", "éh"),
    "nl": ("eh", "ehm", "uh", "uhm"),
}


class Said(Protocol):
    """A word and its time."""

    @property
    def word(self) -> str: ...
    @property
    def start_ms(self) -> int: ...
    @property
    def end_ms(self) -> int: ...


def judge(words: Sequence[Said], language: str | None) -> Iterator[Finding]:
    """Findings about pace and filler words; none where too little is said to tell."""
    tongue = (language or "en").lower().split("-")[0]
    if len(words) < LEAST_WORDS or tongue in _UNSPACED:
        return
    whole = Range(words[0].start_ms / 1000, words[-1].end_ms / 1000)
    yield from _pace(words, whole)
    yield from _fillers(words, tongue, whole)


def words_per_minute(words: Sequence[Said]) -> float:
    """Words by the minutes in which somebody speaks."""
    pauses = sum(gap for a, b in pairwise(words) if (gap := b.start_ms - a.end_ms) > PAUSE_MS)
    spoken = words[-1].end_ms - words[0].start_ms - pauses
    return 60_000 * len(words) / max(spoken, 1)


def _pace(words: Sequence[Said], whole: Range) -> Iterator[Finding]:
    pace = words_per_minute(words)
    if pace > threshold("speech.pace"):
        advice = "Slow down, or leave longer pauses."
        yield found("speech.pace", whole, pace, direction="fast", advice=advice)
    elif pace < SLOW_WPM:
        advice = "Speak faster, or cut the pauses."
        slow = found("speech.pace", whole, pace, direction="slow", advice=advice)
        yield slow.but(threshold=SLOW_WPM)


def _fillers(words: Sequence[Said], tongue: str, whole: Range) -> Iterator[Finding]:
    said = [word.word.strip(" .,;:!?…\"'-–").lower() for word in words]
    fillers = _FILLERS.get(tongue, ())
    heard = [word for word in said if word in fillers]
    heard += [pair for pair in map(" ".join, pairwise(said)) if pair in fillers]
    share = 100 * sum(len(filler.split()) for filler in heard) / len(words)
    if share > threshold("speech.filler"):
        counts = {filler: heard.count(filler) for filler in sorted(set(heard))}
        finding = found("speech.filler", whole, share)
        yield finding.but(details={"fillers": counts})
