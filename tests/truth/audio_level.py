"""Files with known faults: levels, how they move, and noise in pauses."""

import numpy as np

from tests.kit.clips import RATE, Sound, tone
from tests.truth.case import Case, Expected
from tests.truth.sounds import EXACT, case, noise, phrases, silenced, steps


def _jump(
    name: str, *parts: tuple[float, float], at: tuple[float, ...] = (), severity: str | None = None
) -> Case:
    expected = [
        Expected("audio.level_jump", start, start + 3, EXACT, severity=severity) for start in at
    ]
    return case(name, lambda: steps(*parts), *expected, about="audio.level_jump")


def _swelling(seconds: float, span: float, period: float) -> Sound:
    """A tone that swells and falls by `span` dB, never faster than a fade."""
    sound = tone(seconds, channels=1)
    time = np.arange(sound.shape[1]) / RATE
    level = span / 2 * (np.sin(2 * np.pi * time / period) - 1)
    return (sound * 10 ** (level / 20)).astype(np.float32)


def _fading(seconds: float, decibels: float) -> Sound:
    """A tone of four seconds, then a fade of so many dB."""
    level = np.linspace(0, decibels, round(seconds * RATE))
    whole = np.concatenate((np.zeros(4 * RATE), level))
    return (tone(4 + seconds) * 10 ** (whole / 20)).astype(np.float32)


def _dying(decibels: float) -> Sound:
    """A tone that falls by so many dB within 0.6 s, as a chord does."""
    fall = np.linspace(0, decibels, round(0.6 * RATE))
    level = np.concatenate((np.zeros(4 * RATE), fall, np.full(5 * RATE - fall.size, decibels)))
    return (tone(9) * 10 ** (level / 20)).astype(np.float32)


def _noisy(level: float) -> Sound:
    """Phrases with noise of so many dB under them."""
    return phrases(8) + noise(8, level)


def _chord(seconds: float) -> Sound:
    """Loud, and then three quiet notes held: music, not noise."""
    quiet = sum(tone(seconds, level=0.004, hertz=hertz) for hertz in (220.0, 277.2, 329.6))
    loud = np.arange(round(seconds * RATE)) / RATE % 4 < 2
    return np.where(loud, tone(seconds), quiet).astype(np.float32)


def _book(name: str, level: float, *expected: Expected, about: str = "audio.rms_acx") -> Case:
    """A tone of so many dB RMS with pauses of digital silence."""
    share = 10 * np.log10(1.5 / 2.1)
    # An amplitude of 0.2 is -17 dB RMS.
    sound = phrases(8.4, level=level + 16.99 - share, pause=0.6)
    return case(name, lambda: sound, *expected, profile="audiobook", about=about)


CASES: tuple[Case, ...] = (
    case("loudness is always told", lambda: tone(3), Expected("audio.loudness", 0, 3)),
    _book("a book too quiet", -23.3, Expected("audio.rms_acx", 0, 8.4)),
    _book("a book just loud enough", -22.7),
    _book("a book just quiet enough", -18.3),
    _book("a book too loud", -17.7, Expected("audio.rms_acx", 0, 8.4)),
    case(
        "a book with noise",
        lambda: phrases(8.4, level=-2, pause=0.6) + noise(8.4, -59),
        Expected("audio.noise_floor"),
        profile="audiobook",
    ),
    case(
        "a book with little noise",
        lambda: phrases(8.4, level=-2, pause=0.6) + noise(8.4, -61),
        profile="audiobook",
        about="audio.noise_floor",
    ),
    case(
        "a book with much noise",
        lambda: phrases(8.4, level=-2, pause=0.6) + noise(8.4, -32),
        Expected("audio.noise_floor"),
        profile="audiobook",
    ),
    case("a book without a pause", lambda: tone(4, level=0.13), profile="audiobook",
         about="audio.noise_floor"),
    _jump("the level jumps down", (4, 0), (4, -10.6), at=(4,), severity="warning"),
    _jump("the level jumps far down", (4, 0), (4, -14), at=(4,), severity="info"),
    case("a chord dies away", lambda: _dying(-10.6),
         Expected("audio.level_jump", severity="info")),
    _jump("the level jumps up", (4, -10.6), (4, 0), at=(4,)),
    _jump("the level jumps by less", (4, 0), (4, -9.4)),
    _jump("the level jumps up by less", (4, -9.4), (4, 0)),
    _jump("the level jumps near the start", (3.1, 0), (6, -12), at=(3.1,)),
    _jump("the level jumps near the end", (6, -12), (3.1, 0), at=(6,)),
    _jump("the level jumps between blocks", (4.05, 0), (4, -12), at=(4.05,)),
    _jump("the level jumps up between blocks", (4.03, -12), (4, 0), at=(4.03,)),
    _jump("the level jumps twice", (4, 0), (4, -14), (4, 0), at=(4, 8)),
    _jump("the level jumps to the background", (4, 0), (4, -17), at=(4,)),
    case("a fade", lambda: _fading(8, -40), about="audio.level_jump"),
    case("a slow fade", lambda: _fading(12, -30), about="audio.level_jump"),
    case("speech with pauses", lambda: phrases(9, pause=1.5), about="audio.level_jump"),
    case(
        "a level jump and a silence",
        lambda: silenced(steps((4, 0), (8, -12)), 9, 12),
        Expected("audio.level_jump", 4, 7, EXACT),
        Expected("audio.silence", 9, 12, 0.02),
    ),
    case("loud noise in pauses", lambda: _noisy(-41), Expected("audio.noise_floor")),
    case("noise in pauses", lambda: _noisy(-58.5), Expected("audio.noise_floor")),
    case("little noise in pauses", lambda: _noisy(-61.5), about="audio.noise_floor"),
    case("quiet music", lambda: _chord(8), about="audio.noise_floor"),
    case("noise and no pause", lambda: noise(6, -20), about="audio.noise_floor"),
    case("off centre", lambda: tone(3) + np.float32(0.006), Expected("audio.dc_offset", 0, 3)),
    case("below centre", lambda: tone(3) - np.float32(0.006), Expected("audio.dc_offset", 0, 3)),
    case("nearly centred", lambda: tone(3) + np.float32(0.004), about="audio.dc_offset"),
    case(
        "wide dynamics",
        lambda: _swelling(64, 24, 32),
        Expected("audio.dynamics", 0, 64),
    ),
    case("dynamics just narrow enough", lambda: _swelling(64, 20, 32), about="audio.dynamics"),
    case("hardly any dynamics", lambda: _swelling(64, 2.6, 32), Expected("audio.dynamics", 0, 64)),
    case("dynamics just wide enough", lambda: _swelling(64, 3.6, 32), about="audio.dynamics"),
    case("too short for dynamics", lambda: _swelling(30, 2.6, 15), about="audio.dynamics"),
)  # fmt: skip
