"""Which voice speaks which language, and how fast."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from mediaq.settings import Settings
from mediaq.speech.finding import Finding
from mediaq.speech.ssml import compose
from mediaq.speech.voices import voice_for, voices
from tests.speech.speaking import refusal, speak

VOICES = {"de": "de+f2", "pt": "pt-br", "pt-pt": "pt"}
GERMAN = Finding(message="Das Bild ist vier Sekunden lang schwarz.", language="de-DE")


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        *(("de", "de+f2"), ("de-DE", "de+f2"), ("DE-ch-1996", "de+f2"), ("pt-BR", "pt-br")),
        *(("pt-PT", "pt"), ("en-US", "en-gb"), ("den", "en-gb"), ("", "en-gb"), ("-", "en-gb")),
    ],
)
def test_the_closest_language_decides(language: str, voice: str) -> None:
    assert voice_for(language, VOICES, "en-gb") == voice


def test_the_setting_is_a_list_of_pairs() -> None:
    assert voices("de=de+f2,pt=pt-br,pt-PT=pt") == VOICES
    assert voices("") == {}


@pytest.mark.parametrize("text", ["de", "de=", "=de", "de=a b", "de=a,", ",", "de=a;b", "de=../a"])
def test_anything_else_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIAQ_VOICES", text)
    with pytest.raises(ValidationError, match="MEDIAQ_VOICES"):
        Settings()


def test_another_voice_says_the_same_words_with_another_sound(tmp_path: Path) -> None:
    files = []
    for voice in ("de", "de+f2"):
        (tmp_path / voice).mkdir()
        (answer,) = speak(tmp_path / voice, *compose(GERMAN), voice=voice)
        assert [word["text"] for word in answer["words"]][:3] == ["Das", "Bild", "ist"]
        files.append((tmp_path / voice / answer["name"]).read_bytes())
    assert files[0] != files[1]


def test_the_rate_shortens_the_speech_and_the_times(tmp_path: Path) -> None:
    slow, fast = (speak(tmp_path, *compose(GERMAN), rate=rate)[0] for rate in (100, 300))
    assert 2.5 < slow["duration_ms"] / fast["duration_ms"] < 4.5
    assert slow["words"][-1]["time_ms"] > 2.5 * fast["words"][-1]["time_ms"]


@pytest.mark.parametrize("rate", [0, 79, 451, "175", 175.5, True, None])
def test_rates_that_nobody_understands_are_refused(rate: int, tmp_path: Path) -> None:
    assert refusal(tmp_path, *compose(GERMAN), rate=rate) == "invalid_input"
