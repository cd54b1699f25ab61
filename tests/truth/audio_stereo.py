"""Files with known faults: how left and right go together."""

import numpy as np

from tests.kit.clips import RATE, Sound, tone
from tests.truth.case import Case, Expected
from tests.truth.sounds import EXACT, case, gain, noise, silenced

_CHANNELS = "audio.phase audio.mono audio.one_sided"


def _turned(seconds: float, start: float, end: float, correlation: float) -> Sound:
    """A stereo tone whose channels correlate so much from `start` to `end` seconds."""
    sound = tone(seconds)
    time = np.arange(sound.shape[1]) / RATE
    turned = 0.2 * np.sin(2 * np.pi * 997.0 * time + np.arccos(correlation))
    inside = (time >= start) & (time < end)
    sound[1] = np.where(inside, turned, sound[1])
    return sound


def _flipped(start: float, end: float) -> Sound:
    """Noise that is mostly the same in both channels, but for one turned over for a while."""
    sound = noise(8, -26)
    sound += np.tile(noise(8, -20)[:1], (2, 1))
    sound[1, round(start * RATE) : round(end * RATE)] *= -1
    return sound


def _phase(name: str, start: float, end: float, correlation: float = -1.0) -> Case:
    severity = "warning" if correlation < -0.5 else "info"
    expected = Expected("audio.phase", start, end, EXACT, severity=severity)
    return case(name, lambda: _turned(8, start, end, correlation), expected)


def _balance(left: float, right: float) -> Sound:
    return tone(3) * np.array([[gain(left)], [gain(right)]], dtype=np.float32)


def _nearly_mono(level: float) -> Sound:
    """One tone in both channels, and noise `level` dB below it that differs."""
    sound = np.tile(tone(3)[:1], (2, 1))
    return sound + noise(3, -17 + level)


CASES: tuple[Case, ...] = (
    case("stereo", lambda: noise(4, -20), about=_CHANNELS),
    _phase("out of phase in the middle", 2, 5.5),
    _phase("out of phase from the start", 0, 3),
    _phase("out of phase to the end", 5, 8),
    _phase("out of phase throughout", 0, 8),
    _phase("out of phase just long enough", 3, 5.4),
    _phase("just out of phase", 2, 6, -0.3),
    case("out of phase too shortly", lambda: _turned(8, 3, 4.6, -1), about="audio.phase"),
    case("not quite out of phase", lambda: _turned(8, 2, 6, -0.1), about="audio.phase"),
    _phase("out of phase between blocks", 2.03, 5.47),
    case("wide stereo out of phase", lambda: _flipped(2.03, 5.47),
         Expected("audio.phase", 2.03, 5.47, EXACT)),
    case("out of phase and silent", lambda: silenced(_turned(9, 2.03, 5.47, -1), 5.47, 9),
         Expected("audio.phase", 2.03, 5.47, EXACT), Expected("audio.silence", 5.47, 9, EXACT)),
    case(
        "out of phase twice",
        lambda: np.hstack((_turned(6, 1, 4, -1), _turned(6, 1, 4, -1))),
        Expected("audio.phase", 1, 4, EXACT),
        Expected("audio.phase", 7, 10, EXACT),
    ),
    case("the same twice", lambda: np.tile(tone(3)[:1], (2, 1)), Expected("audio.mono", 0, 3)),
    case("one channel", lambda: tone(3, channels=1), about=_CHANNELS),
    case("all but mono", lambda: _nearly_mono(-68), Expected("audio.mono", 0, 3)),
    case("not quite mono", lambda: _nearly_mono(-52), about="audio.mono"),
    case("left alone", lambda: _balance(0, -200), Expected("audio.one_sided", 0, 3)),
    case("right alone", lambda: _balance(-200, 0), Expected("audio.one_sided", 0, 3)),
    case("far to the left", lambda: _balance(0, -12.6), Expected("audio.one_sided", 0, 3)),
    case("far to the right", lambda: _balance(-12.6, 0), Expected("audio.one_sided", 0, 3)),
    case("somewhat to the left", lambda: _balance(0, -11.4), about="audio.one_sided"),
    case("somewhat to the right", lambda: _balance(-11.4, 0), about="audio.one_sided"),
    case(
        "one-sided and silent",
        lambda: silenced(_balance(0, -200), 0, 2.2),
        Expected("audio.one_sided", 0, 3),
        Expected("audio.silence", 0, 2.2, 0.02),
    ),
    case(
        "mono and silent at the end",
        lambda: silenced(np.tile(tone(6)[:1], (2, 1)), 3, 6),
        Expected("audio.mono", 0, 6),
        Expected("audio.silence", 3, 6, 0.02),
    ),
)  # fmt: skip
