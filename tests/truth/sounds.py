"""Sounds with known faults, rendered without loss."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from tests.kit.clips import RATE, Clip, Sound, render, tone
from tests.truth.case import Case, Expected

# Every sound has a loudness, and most cases are not about it.
ASIDE = frozenset({"audio.loudness"})
EXACT = 0.02


def wav(sound: Callable[[], Sound]) -> Callable[[Path], Path]:
    """Renders what `sound` gives, when it is asked for, as 16 bit."""
    return partial(_render, sound)


def _render(sound: Callable[[], Sound], directory: Path) -> Path:
    samples = sound()
    layout = {1: "mono", 2: "stereo"}[len(samples)]
    clip = Clip(picture=None, sound=samples, layout=layout, audio_codec="pcm_s16le")
    return render(clip, directory / "sound.wav")


def case(
    name: str,
    sound: Callable[[], Sound],
    *expected: Expected,
    about: str = "",
    aside: str = "",
    profile: str = "web",
) -> Case:
    """A case of sound alone; `about` and `aside` are codes, apart by spaces."""
    return Case(
        f"sound: {name}",
        wav(sound),
        expected,
        profile,
        ASIDE | frozenset(aside.split()),
        tuple(about.split()),
    )


def gain(decibels: float) -> float:
    """The factor of a change of level."""
    return float(10 ** (decibels / 20))


def silenced(sound: Sound, start: float, end: float) -> Sound:
    """The sound with nothing from `start` to `end` seconds."""
    return put(sound, start, end, 0.0)


def put(sound: Sound, start: float, end: float, value: float) -> Sound:
    """The sound with all samples from `start` to `end` seconds at one value."""
    out = sound.copy()
    out[:, round(start * RATE) : round(end * RATE)] = value
    return out


def steps(*parts: tuple[float, float]) -> Sound:
    """A tone of parts (seconds, level in dB): 0 dB is an amplitude of 0.2, -14 LUFS."""
    whole = tone(sum(seconds for seconds, _ in parts))
    levels = [np.full(round(seconds * RATE), gain(level)) for seconds, level in parts]
    loud: Sound = (whole * np.concatenate(levels)).astype(np.float32)
    return loud


def noise(seconds: float, level: float) -> Sound:
    """White noise of an RMS of `level` dB, the same at every call, in two channels."""
    random = np.random.default_rng(7)
    samples = random.standard_normal((2, round(seconds * RATE))) * gain(level)
    return samples.astype(np.float32)


def phrases(seconds: float, *, level: float = 0.0, pause: float = 1.0) -> Sound:
    """A tone of 1.5 s, then a pause, and so on, as in speech."""
    sound = steps((seconds, level))
    time = np.arange(sound.shape[1]) / RATE % (1.5 + pause)
    return np.where(time < 1.5, sound, 0).astype(np.float32)
