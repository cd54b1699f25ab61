import pytest

from mediaq.speech.clock import moment
from mediaq.speech.spoken import Piece, pieces
from mediaq.speech.units import UNITS

WHOLE = [
    ("-9.3 LUFS", "minus nine point three luffs"),
    ("−14 LUFS", "minus fourteen luffs"),
    ("1 LU", "one loudness unit"),
    ("2.5 LU", "two point five loudness units"),
    ("0.4 dBTP", "zero point four decibels true peak"),
    ("-1 dBTP", "minus one decibel true peak"),
    ("-60 dBFS", "minus sixty decibels full scale"),
    ("+3 dB", "plus three decibels"),
    ("±0.5 dB", "plus or minus zero point five decibels"),
    ("1 s", "one second"),
    ("1.0 s", "one point zero seconds"),
    ("4.2 s", "four point two seconds"),
    ("4.2s", "four point two seconds"),
    ("350 ms", "three hundred fifty milliseconds"),
    ("29.97 fps", "twenty-nine point nine seven frames per second"),
    ("44.1 kHz", "forty-four point one kilohertz"),
    ("50 Hz", "fifty hertz"),
    ("1,200 kbit/s", "one thousand two hundred kilobits per second"),
    ("50%", "fifty percent"),
    ("12 %", "twelve percent"),
    ("1,234,567", "one million two hundred thirty-four thousand five hundred sixty-seven"),
    ("3-5 s", "three to five seconds"),
    ("0.5–1 s", "zero point five to one seconds"),
    ("-14...-9 LUFS", "minus fourteen to minus nine luffs"),
    ("<5%", "less than five percent"),
    (">= 2 px", "at least two pixels"),
    ("≤ 2 s", "at most two seconds"),
    ("~10 ms", "about ten milliseconds"),
    ("2x", "two times"),
    ("007", "zero zero seven"),
    ("854x480", "eight hundred fifty-four by four hundred eighty"),
    ("854×480 px", "eight hundred fifty-four by four hundred eighty pixels"),
    ("1920 x 1080", "nineteen twenty by ten eighty"),
    ("1080p", "ten eighty p"),
    ("720p", "seven twenty p"),
    ("16:9", "sixteen by nine"),
    ("4.5:1", "four point five to one"),
    ("H.264", "H two sixty-four"),
    ("00:01:23.5", "one minute twenty-three point five seconds"),
    ("00:01:00.050", "one minute zero point zero five seconds"),
    ("1:23", "one minute twenty-three"),
    ("00:01:00.000", "one minute"),
    ("1:00", "one minute"),
    ("2:05", "two minutes and five seconds"),
    ("0:01", "one second"),
    ("0:00", "zero seconds"),
    ("1:02:03", "one hour two minutes and three seconds"),
    ("12:34:56:12", "twelve hours thirty-four minutes fifty-six, frame twelve"),
    ("0:05-0:10", "five seconds to ten seconds"),
    ("dBTP", "decibels true peak"),
    ("LUFS", "luffs"),
    ("-19.5 dB RMS", "minus nineteen point five decibels R M S"),
    ("1 dB RMS", "one decibel R M S"),
    ("1 samples", "one sample"),
    ("1,234 samples", "one thousand two hundred thirty-four samples"),
    ("1 packets", "one packet"),
    ("3 pairs", "three pairs"),
    ("0.5 MP", "zero point five megapixels"),
    ("72 dpi", "seventy-two dots per inch"),
    ("0.02 bpp", "zero point zero two bits per pixel"),
    ("90°", "ninety degrees"),
    ("OCR", "O C R"),
    ("1.5 TB", "one point five terabytes"),
    ("-3.5 °C", "minus three point five degrees Celsius"),
    ("120 wpm", "one hundred twenty words per minute"),
    ("12 words/min", "twelve words per minute"),
    ("5 dB/s", "five decibels per second"),
    ("-.5 dB", "minus zero point five decibels"),
    ("#3", "number three"),
    ("2024-05-01", "May first, twenty twenty-four"),
    ("21 November 2026", "twenty-first November twenty twenty-six"),
    ("March 5, 2005", "March fifth, two thousand five"),
    ("3rd", "third"),
    ("12th", "twelfth"),
    ("100th", "one hundredth"),
    ("1,000 frames/s", "one thousand frames per second"),
    ("00:59:59;29", "fifty-nine minutes fifty-nine, frame twenty-nine"),
    ("4:2:0", "four two zero"),
]
UNTOUCHED = [
    *("2024-13-01", "v1.2.3", "192.168.0.1", "1e-5", "mp4", "x5", "A4", "24/7", "1/2", "1,5"),
    *("32000-1", "11/21/2026", "2026-11-21T14:30:05Z"),
    *("https://host/12/34", "/media/0001.mov", "SALUFS", "1" * 41, "²", "٣"),
]


@pytest.mark.parametrize(("text", "alias"), WHOLE)
def test_whole_text_has_an_alias(text: str, alias: str) -> None:
    assert pieces(text) == (Piece(text, alias),)


@pytest.mark.parametrize(("text", "alias"), WHOLE)
def test_punctuation_and_words_around_change_nothing(text: str, alias: str) -> None:
    assert Piece(text, alias) in pieces(f"It is ({text}), or {text}.")


@pytest.mark.parametrize("text", UNTOUCHED)
def test_names_dates_and_addresses_stay(text: str) -> None:
    assert pieces(text) == (Piece(text),)


@pytest.mark.parametrize("text", [text for text, _ in WHOLE])
def test_other_languages_stay(text: str) -> None:
    assert pieces(text, "pl-PL") == (Piece(text),)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_spoken_after_one_and_after_two(unit: str) -> None:
    singular, plural = UNITS[unit]
    assert pieces(f"1 {unit}")[0].spoken == f"one {singular}"
    assert pieces(f"2 {unit}")[0].spoken == f"two {plural}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 cuts a minute", "one cut a minute"),
        ("72.5 cuts a minute", "seventy-two point five cuts a minute"),
        ("1 pairs of changes a second", "one pair of changes a second"),
        ("2.5 bits per pixel", "two point five bits per pixel"),
        ("20 % of frames", "twenty percent of frames"),
        ("24, 25 or 30 frames a second", "twenty-four, twenty-five or thirty frames a second"),
        (
            "a 10-bit picture of 640 x 360 px",
            "a ten-bit picture of six hundred forty by three hundred sixty pixels",
        ),
        ("1/2 of it, 3/4 of that", "one half of it, three quarters of that"),
        (
            "24000/1001 fps",
            "twenty-four thousand over one thousand one frames per second",
        ),
        ("the 1990s, the 2010s", "the nineteen nineties, the twenty tens"),
        ("for 1990s", "for thirty-three minutes ten seconds"),
        ("runs for 3,661 s", "runs for one hour one minute and one second"),
        (
            "119 s, 120.4 s, > 3600 s",
            "one hundred nineteen seconds, two minutes, more than one hour",
        ),
        (
            "130-140 s, 200 s/h",
            "one hundred thirty to one hundred forty seconds, two hundred seconds per hour",
        ),
        (
            "1900-01-31, 1 May 1905",
            "January thirty-first, nineteen hundred, first May nineteen oh five",
        ),
        ("Run OCR (PDF only)", "Run O C R (P D F only)"),
    ],
)
def test_running_text(text: str, said: str) -> None:
    assert "".join(piece.spoken for piece in pieces(text)) == said


def test_text_is_kept_to_the_letter() -> None:
    text = "At 0:05, -9.3 LUFS <b>&  5 % of 854x480: 3,4"
    assert "".join(piece.text for piece in pieces(text)) == text


@pytest.mark.parametrize(
    ("milliseconds", "written", "words"),
    [
        (4_250, "4.2 s", "four point two seconds"),
        (9_000, "0:09", "nine seconds"),
        (1_999, "1.9 s", "one point nine seconds"),
        (59_999, "0:59", "fifty-nine seconds"),
        (60_000, "1:00", "one minute"),
        (83_456, "1:23", "one minute twenty-three"),
        (3_600_000, "1:00:00", "one hour"),
        (3_723_000, "1:02:03", "one hour two minutes and three seconds"),
        (3_615_000, "1:00:15", "one hour and fifteen seconds"),
    ],
)
def test_moment(milliseconds: int, written: str, words: str) -> None:
    assert moment(milliseconds) == (written, words)
