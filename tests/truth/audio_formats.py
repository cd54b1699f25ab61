"""Files with known faults: rates, sample formats, and tracks that are not whole."""

from functools import partial
from pathlib import Path

import numpy as np

from tests.kit.clips import RATE, Clip, Sound, render, tone
from tests.truth.case import Case, Expected
from tests.truth.sounds import ASIDE, EXACT, case, put, silenced
from tests.truth.tracks import Piece, tracks

_PICTURE = ASIDE | {"video.low_res"}
_MISSING = ("audio.silence", "audio.dropout", "audio.truncated")


def _format(codec: str, rate: int, directory: Path) -> Path:
    sound = silenced(tone(10, channels=1), 6.0, 8.5)
    clip = Clip(picture=None, sound=sound, layout="mono", audio_codec=codec, rate=rate)
    return render(clip, directory / "sound.wav")


def _silent(codec: str, rate: int = RATE) -> Case:
    """A file of that format with a silence; nothing else is wrong with it."""
    expected = Expected("audio.silence", 6.0, 8.5, EXACT)
    name = f"sound: silence in {codec} at {rate} Hz"
    return Case(name, partial(_format, codec, rate), (expected,), aside=ASIDE)


def _tracks(
    name: str, *sounds: tuple[Piece, ...], expected: tuple[Expected, ...] = (), picture: float = 0
) -> Case:
    make = tracks(*sounds, picture=picture)
    aside = _PICTURE if picture else ASIDE
    return Case(f"sound: {name}", make, expected, aside=aside, about=_MISSING)


def _ticks() -> Sound:
    """Faint clicks, ten a second: heard, and under every gate."""
    sound = np.zeros((1, 3 * RATE), dtype=np.float32)
    sound[:, :: RATE // 10] = 0.002
    return sound


def _silence(start: float, end: float, code: str = "audio.silence") -> tuple[Expected, ...]:
    return (Expected(code, start, end, EXACT),)


CASES: tuple[Case, ...] = (
    *(_silent("pcm_s16le", rate) for rate in (8000, 11025, 22050, 44100, 192_000)),
    *(_silent(codec) for codec in ("pcm_u8", "pcm_s24le", "pcm_s32le", "pcm_f64le")),
    _tracks("begins late", ((3, tone(4)),)),
    _tracks("begins later than the picture", ((3, tone(4)),),
            picture=7, expected=_silence(0, 3)),
    _tracks("begins a little later than the picture", ((1.9, tone(4)),), picture=5.9),
    _tracks("ends before the picture", ((0, tone(4)),), picture=7, expected=_silence(4, 7)),
    _tracks("is silent and then ends", ((0, put(tone(4), 3, 4, 0.0)),),
            picture=6, expected=_silence(3, 6)),
    _tracks("has a gap", ((0, tone(4.03)), (7.05, tone(3))), expected=_silence(4.03, 7.05)),
    _tracks("has a long gap", ((0, tone(4.03)), (9.27, tone(3))),
            expected=_silence(4.03, 9.27, "audio.dropout")),
    _tracks("has a short gap", ((0, tone(4.03)), (5.98, tone(3)))),
    _tracks("twice", ((0, tone(4)),), ((0, tone(4)),), expected=(Expected("audio.more_tracks"),)),
    _tracks("an empty track", (), picture=3, expected=(Expected("video.no_audio", 0, 3),)),
    case("too short for loudness", lambda: tone(0.35), Expected("audio.too_short", 0, 0.35)),
    case("hardly anything", lambda: tone(0.001), Expected("audio.too_short", 0, 0.001)),
    case("just long enough for loudness", lambda: tone(0.45), about="audio.too_short"),
    case("under every gate", _ticks, Expected("audio.loudness", 0, 3)),
)  # fmt: skip
