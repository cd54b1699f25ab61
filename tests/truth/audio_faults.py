"""Files with known faults: sound that is missing, clipped or damaged."""

from functools import partial
from pathlib import Path

import numpy as np

from tests.kit.clips import RATE, Clip, Sound, render, tone
from tests.truth.case import Case, Expected
from tests.truth.sounds import ASIDE, EXACT, case, gain, put, silenced, steps

_QUIET = "audio.silence audio.dropout"
# The cut may go through a packet.
_CUT = ASIDE | {"audio.undecodable"}
_SUFFIXES = ("mov", "wav")


def _silence(name: str, start: float, end: float, code: str = "audio.silence") -> Case:
    expected = Expected(code, start, end, EXACT)
    return case(name, lambda: silenced(tone(10), start, end), expected, about=_QUIET)


def _hot(start: float, samples: int, level: float = 1.0) -> Sound:
    return put(tone(3), start, start + samples / RATE, level)


def _low(level: float) -> Sound:
    """A low tone, whose tops are at the ceiling for many samples."""
    return tone(3, level=level, hertz=110.0)


def _clip(name: str, start: float, samples: int) -> Case:
    expected = Expected("audio.clipping", start, start + samples / RATE, EXACT)
    aside = "audio.true_peak"
    return case(f"clipped {name}", lambda: _hot(start, samples), expected, aside=aside)


def _cut(directory: Path) -> Path:
    """A file that lost its second half on the way."""
    options = (("movflags", "faststart"),)
    clip = Clip(picture=None, sound=tone(6), audio_codec="aac", options=options)
    path = render(clip, directory / "sound.mp4")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def _shortened(suffix: str, seconds: float, directory: Path) -> Path:
    """A file of 6 s whose last seconds are missing, of which its header still tells."""
    options = (("movflags", "faststart"),) if suffix == "mov" else ()
    clip = Clip(picture=None, sound=tone(6), audio_codec="pcm_s16le", options=options)
    path = render(clip, directory / f"sound.{suffix}")
    path.write_bytes(path.read_bytes()[: -4 * round(seconds * RATE)])
    return path


def _short(suffix: str, seconds: float, *expected: Expected) -> Case:
    name, make = f"sound: {suffix} short by {seconds} s", partial(_shortened, suffix, seconds)
    return Case(name, make, expected, aside=_CUT, about=("audio.truncated",))


def _lowered(decibels: float) -> Sound:
    """A tone that is so much lower from 2.2 to 4.4 s."""
    return steps((2.2, 0), (2.2, decibels), (1.6, 0))


def _spoilt(directory: Path) -> Path:
    """A file with 2 kB overwritten in the middle."""
    sound = tone(6) + 0.02 * np.sin(np.arange(6 * RATE) ** 1.5).astype(np.float32)
    clip = Clip(picture=None, sound=sound, audio_codec="aac")
    path = render(clip, directory / "sound.mp4")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = b"\xff" * 2000
    path.write_bytes(data)
    return path


CASES: tuple[Case, ...] = (
    case("clean", lambda: tone(6),
         about=f"{_QUIET} audio.clipping audio.true_peak audio.undecodable audio.more_tracks"),
    _silence("silent in the middle", 4.0, 6.5),
    _silence("silent at the start", 0.0, 2.5),
    _silence("silent to the end", 7.5, 10.0),
    _silence("silent throughout", 0.0, 10.0),
    _silence("silent just long enough", 4.0, 6.04),
    case("silent for too short a time", lambda: silenced(tone(6), 2, 3.96), about=_QUIET),
    _silence("a dropout just long enough", 2.0, 7.04, "audio.dropout"),
    _silence("a silence too short for a dropout", 2.0, 6.96),
    _silence("a long silence at the start", 0.0, 6.0),
    case(
        "just under the level of silence",
        lambda: _lowered(-47.5),
        Expected("audio.silence", 2.2, 4.4, EXACT),
    ),
    case(
        "just over the level of silence",
        lambda: _lowered(-44.5),
        about=_QUIET,
    ),
    case(
        "a dropout and a silence at the end",
        lambda: silenced(silenced(tone(12), 2, 7.5), 9.5, 12),
        Expected("audio.dropout", 2, 7.5, EXACT),
        Expected("audio.silence", 9.5, 12, EXACT),
    ),
    _clip("in the middle", 1.5, 40),
    case("clipped for a moment", lambda: _hot(1, 40),
         Expected("audio.clipping", 1, 1 + 40 / RATE, EXACT, severity="info"),
         aside="audio.true_peak"),
    _clip("at the start", 0.0, 40),
    _clip("at the end", 3 - 40 / RATE, 40),
    _clip("for three samples", 1.0, 3),
    case("at the ceiling for two", lambda: _hot(1, 2), about="audio.clipping",
         aside="audio.true_peak"),
    case("just under the ceiling", lambda: _hot(1, 40, gain(-0.2)), about="audio.clipping",
         aside="audio.true_peak"),
    _clip("across blocks", 1.0999, 40),
    case("brought to full scale", lambda: _low(1.0), about="audio.clipping",
         aside="audio.true_peak"),
    case("cut off by half a dB", lambda: np.clip(_low(gain(0.5)), -1, 1),
         Expected("audio.clipping", 0, 3, EXACT), aside="audio.true_peak"),
    case("cut off by far", lambda: np.clip(_low(gain(12)), -1, 1),
         Expected("audio.clipping", 0, 3, EXACT, severity="error"), aside="audio.true_peak"),
    case("a pause before the music", lambda: silenced(tone(8), 0, 3),
         Expected("audio.silence", 0, 3, EXACT, severity="info")),
    case(
        "clipped and silent",
        lambda: silenced(put(tone(8), 1.0, 1.001, 1.0), 3, 6),
        Expected("audio.clipping", 1.0, 1.001, EXACT),
        Expected("audio.silence", 3, 6, EXACT),
        aside="audio.true_peak",
    ),
    case("peaks too high", lambda: tone(3, level=gain(-0.9)), Expected("audio.true_peak", 0, 3)),
    case("peaks too high for television", lambda: tone(3, level=gain(-1.9)),
         Expected("audio.true_peak", 0, 3), profile="atsc"),
    case("peaks just low enough for television", lambda: tone(3, level=gain(-2.1)),
         profile="atsc", about="audio.true_peak"),
    case("peaks too high for a book", lambda: tone(3, level=gain(-2.9)),
         Expected("audio.true_peak", 0, 3), profile="audiobook",
         aside="audio.rms_acx"),
    case("peaks just low enough for a book", lambda: tone(3, level=gain(-3.1)),
         profile="audiobook", about="audio.true_peak", aside="audio.rms_acx"),
    case("peaks just low enough", lambda: tone(3, level=gain(-1.1)), about="audio.true_peak"),
    Case("sound: cut short", _cut, (Expected("audio.truncated"),), aside=_CUT),
    *(_short(suffix, 1.05, Expected("audio.truncated", 4.95, 6, EXACT)) for suffix in _SUFFIXES),
    *(_short(suffix, 0.95) for suffix in _SUFFIXES),
    Case("sound: damaged", _spoilt, (Expected("audio.undecodable"),), aside=ASIDE),
)  # fmt: skip
