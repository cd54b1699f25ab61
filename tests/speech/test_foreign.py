"""Numbers with signs and units in other languages than English."""

import pytest

from mediaq.speech import foreign
from mediaq.speech.spoken import Piece, pieces
from mediaq.speech.tongues import TONGUES, Tongue


def said(text: str, language: str) -> str:
    return "".join(piece.spoken for piece in pieces(text, language))


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "-9,5 dB bei 44,1 kHz", "minus 9,5 Dezibel bei 44,1 Kilohertz"),
        ("de", "1 s, 2 s und 3-5 s", "eine Sekunde, 2 Sekunden und 3 bis 5 Sekunden"),
        ("de", "-1 dBTP", "minus ein Dezibel True Peak"),
        ("es", "Nivel −9,5 LUFS", "Nivel menos 9,5 LUFS"),
        ("fr-CA", "25 fps (1 image)", "25 images par seconde (1 image)"),
        ("it", "128 kbit/s", "128 kilobit al secondo"),
        ("pt-BR", "10 dB, 1.200 MB", "10 decibéis, 1.200 megabytes"),
        ("nl", "0,5 s", "0,5 seconden"),
    ],
)
def test_units_and_signs_have_words(language: str, text: str, words: str) -> None:
    assert said(text, language) == words


@pytest.mark.parametrize(
    "text",
    ["50 % von 3", "16:9", "2026-11-21", "A-4 s2", "v1.2 s.mp4", "1-2-3", "https://a/5 m", "5 so"],
)
def test_what_the_voice_reads_by_itself_stays(text: str) -> None:
    assert pieces(text, "de") == (Piece(text),)


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES)
def test_every_language_has_every_sentence(tongue: Tongue) -> None:
    assert "{time}" in tongue.at
    assert "{page}" in tongue.page
    assert "{count}" in tongue.more
    assert tongue.units.keys() == TONGUES["de"].units.keys()


def test_moments() -> None:
    french = TONGUES["fr"]
    assert foreign.moment(3_723_900, french) == "une heure 2 minutes 3 secondes"
    assert foreign.moment(120_000, french) == "2 minutes"
    assert foreign.moment(400, french) == "0 secondes"
