"""How something is said, judged from words with times."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from mediaq.analyzers.recognition.speaking import judge


@dataclass(frozen=True)
class Word:
    word: str
    start_ms: int
    end_ms: int


def said(
    words: Iterable[str], per_minute: float, pauses: dict[int, int] | None = None
) -> list[Word]:
    """Words one after the other at that pace; `pauses` are milliseconds before the word of a
    number."""
    out: list[Word] = []
    clock = 0.0
    for number, word in enumerate(words):
        clock += (pauses or {}).get(number, 0)
        out.append(Word(word, round(clock), round(clock + 60_000 / per_minute)))
        clock += 60_000 / per_minute
    return out


PLAIN = ["word"] * 60


@pytest.mark.parametrize(
    ("pace", "direction", "threshold"),
    [
        (182, "fast", 180.0),
        (178, None, None),
        (112, None, None),
        (108, "slow", 110.0),
    ],
)
def test_pace(pace: float, direction: str | None, threshold: float | None) -> None:
    found = list(judge(said(PLAIN, pace), "en-GB"))
    if direction is None:
        assert found == []
        return
    (finding,) = found
    assert (finding.code, finding.severity, finding.threshold) == ("speech.pace", "info", threshold)
    assert finding.message == f"The speech is {direction}: {pace} words a minute."
    assert (finding.start_ms, finding.end_ms) == (0, round(60 * 60_000 / pace))


def test_pauses_are_no_speech() -> None:
    assert list(judge(said(PLAIN, 150, {30: 40_000, 40: 2_001}), "en")) == []
    assert [item.code for item in judge(said(PLAIN, 150, {n: 500 for n in range(60)}), "en")] == [
        "speech.pace"
    ]


@pytest.mark.parametrize(
    ("fillers", "language", "share"),
    [
        (["Um,", "uh", "um", "er"], "en", 6.7),
        (["um", "uh", "er"], "en", None),
        (["You", "know,", "I", "mean"], None, 6.7),
        (["Ähm,", "äh", "Öhm", "äh"], "de-AT", 6.7),
        (["um", "um", "um", "um"], "de", None),
        (["this", "know", "you", "mean"], "en", None),
    ],
)
def test_filler_words(fillers: list[str], language: str | None, share: float | None) -> None:
    words = said([*fillers, *["word"] * (60 - len(fillers))], 150)
    found = list(judge(words, language))
    if share is None:
        assert found == []
        return
    (finding,) = found
    assert finding.code == "speech.filler"
    assert finding.message == f"Filler words make up {share} % of what is said."
    assert sum(len(filler.split()) * n for filler, n in finding.details["fillers"].items()) == 4


def test_too_little_to_tell() -> None:
    assert list(judge(said(PLAIN[:39], 300), "en")) == []
    assert list(judge(said(PLAIN, 300), "ja")) == []
    assert list(judge([], None)) == []
