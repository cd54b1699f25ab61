"""Words, sentences and how hard they are to read."""

import re
from dataclasses import dataclass

from mediaq.analyzers.findings.rules_document import PLAIN

# M. Brysbaert, How many words do we read per minute? (2019): silent reading of non-fiction.
WORDS_PER_MINUTE = 238
# Below this the formula says little: Flesch took samples of 100 words.
FEWEST_WORDS = 100
ENGLISH_SHARE = 0.1

# Scripts without spaces count by the character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]|\n\s*\n")
_COMMON = frozenset(("the", "and", "of", "to", "that", "with", "for", "it"))
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^laeiouytd]ed|[^laeiouysxzcgh]es|[aeiouyl]l(?:e|es|ed))$")
_BANDS = (
    (90, "very easy"),
    (80, "easy"),
    (70, "fairly easy"),
    (PLAIN, "plain English"),
    (50, "fairly hard"),
    (30, "hard"),
)


@dataclass(frozen=True, slots=True)
class Readability:
    """`ease` is the Flesch reading ease, about 0 (very hard) to 100 (very easy); None unless the
    text is English and long enough."""

    words: int
    sentences: int
    minutes: float
    ease: float | None


def readability(text: str) -> Readability:
    """Counts `text`; ease = 206.835 - 1.015 words/sentence - 84.6 syllables/word (Flesch 1948)."""
    words = _WORD.findall(text)
    count = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    ease = None
    if len(words) >= FEWEST_WORDS and _english(words):
        syllables = sum(map(syllables_of, words))
        ease = 206.835 - 1.015 * len(words) / count - 84.6 * syllables / len(words)
    return Readability(len(words), count, len(words) / WORDS_PER_MINUTE, ease)


def band(ease: float) -> str:
    """What Flesch calls a score."""
    return next((name for least, name in _BANDS if ease >= least), "very hard")


def syllables_of(word: str) -> int:
    """The syllables of an English word, by its groups of vowels; a silent e does not count."""
    lower = word.lower()
    groups = len(_VOWELS.findall(lower))
    return max(1, groups - (1 if _SILENT.search(lower) else 0))


def _english(words: list[str]) -> bool:
    common = sum(word.lower() in _COMMON for word in words)
    return common >= ENGLISH_SHARE * len(words)
