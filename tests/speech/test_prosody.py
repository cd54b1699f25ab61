"""Rate, pitch and volume: written as SSML 1.1 has them, and obeyed by the engine."""

import numpy as np
import pytest

from mediaq.errors import InvalidSsml
from mediaq.speech.espeak import Espeak
from mediaq.speech.sanitise import parse
from tests.speech.grammar import problems
from tests.speech.written import written


def prosody(attributes: str, text: str = "The picture is black for four seconds.") -> str:
    return f'<speak version="1.0"><prosody {attributes}>{text}</prosody></speak>'


@pytest.mark.parametrize(
    ("given", "ours"),
    [
        *(('rate="+10%"', 'rate="110%"'), ('rate="-20%"', 'rate="80%"')),
        *(('rate="0.8"', 'rate="80%"'), ('rate="2"', 'rate="200%"')),
        *(('rate="-100%"', 'rate="0%"'), ('rate="112.5%"', 'rate="112.5%"')),
        *(('rate="x-fast"', 'rate="x-fast"'), ('volume="-6.5dB"', 'volume="-6.5dB"')),
        *(('volume="6dB"', 'volume="+6dB"'), ('volume="silent"', 'volume="silent"')),
        *(('pitch="+2st"', 'pitch="+2st"'), ('pitch="200Hz"', 'pitch="200Hz"')),
        *(('range="-10%"', 'range="-10%"'), ('range="110%"', 'range="110%"')),
    ],
)
def test_what_older_documents_say_otherwise_keeps_its_meaning(given: str, ours: str) -> None:
    rewritten = written(prosody(given))
    assert ours in rewritten
    assert problems(rewritten) == []


@pytest.mark.parametrize(
    "given",
    [
        *('rate="-101%"', 'rate="9999"', 'rate="+10"', 'rate="-0.5"', 'rate="10st"', 'rate="٣"'),
        *('volume="50"', 'volume="+10"', 'volume="50%"', 'volume="low"', 'volume="6db"'),
        *('pitch="2st"', 'pitch="+2"', 'pitch="200"', 'pitch="fast"', 'range="5dB"'),
        *('contour="(0%,+20Hz)"', 'duration="3s"', 'rate=""', 'rate="fast "'),
    ],
)
def test_what_means_nothing_in_ssml_1_1_is_refused(given: str) -> None:
    with pytest.raises(InvalidSsml, match=r"not allowed|out of range"):
        parse(prosody(given))


@pytest.fixture(scope="module")
def engine() -> Espeak:
    return Espeak("en-us")


def duration_ms(engine: Espeak, attributes: str) -> int:
    """Until the last word: the pause after it keeps its length."""
    return engine.speak(prosody(attributes)).words[-1].time_ms


def loudness(engine: Espeak, attributes: str) -> float:
    """The sound's level in dB, of an unknown zero."""
    samples = np.frombuffer(engine.speak(prosody(attributes)).samples, np.int16).astype(float)
    return float(10 * np.log10(np.mean(samples**2) + 1e-9))


def test_a_rate_makes_the_speech_that_much_faster(engine: Espeak) -> None:
    usual = duration_ms(engine, "")
    for rate, factor in (("+10%", 1.1), ("110%", 1.1), ("1.1", 1.1), ("0.8", 0.8), ("-20%", 0.8)):
        heard = duration_ms(engine, f'rate="{rate}"')
        assert usual / heard == pytest.approx(factor, rel=0.05)


def test_decibels_are_decibels(engine: Espeak) -> None:
    usual = loudness(engine, "")
    for decibels in ("6", "+3", "0", "-6", "-12"):
        heard = loudness(engine, f'volume="{decibels}dB"') - usual
        assert heard == pytest.approx(float(decibels), abs=1)
    assert loudness(engine, 'volume="9999dB"') > usual + 6
    assert loudness(engine, 'volume="-9999dB"') < usual - 60
