"""The meters on the signals of EBU Tech 3341 and Tech 3342 (both November 2023, table 1), rendered
as the documents define them: levels are peaks of a sine of 1 kHz in each channel, 48 kHz.

Cases 7 and 8 of Tech 3341, and 5 and 6 of Tech 3342, are recordings of programmes and left out;
10, 11, 13 and 14 are about displays.
"""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mediaq.analyzers.audio.track import SoundMeasures, SoundTrack
from mediaq.analyzers.ffmpeg.opening import opened
from tests.kit.clips import RATE, Clip, Sound, render
from tests.truth.sounds import gain

Part = tuple[float, float]
TAPER = RATE // 100


def measured(sound: Sound, directory: Path, layout: str = "stereo") -> SoundMeasures:
    """What the sound track measures of a sound that went through a file."""
    clip = Clip(picture=None, sound=sound, layout=layout, audio_codec="pcm_f32le")
    track = SoundTrack()
    with opened(str(render(clip, directory / "case.wav")), max_pixels=1) as container:
        for frame in container.decode(audio=0):
            track.add(frame, frame.time)
    measures = track.finish()
    assert measures is not None
    return measures


def sine(*levels: float, seconds: float) -> Sound:
    """One channel for each level in dBFS, all in phase."""
    wave = np.sin(2 * np.pi * 1000 * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([gain(level) * wave for level in levels]).astype(np.float32)


def sequence(*parts: Part) -> Sound:
    """A stereo sine of parts (level in dBFS, seconds), its phase going on."""
    whole = sine(0, 0, seconds=sum(seconds for _, seconds in parts))
    levels = [np.full(round(seconds * RATE), gain(level)) for level, seconds in parts]
    loud: Sound = (whole * np.concatenate(levels)[: whole.shape[1]]).astype(np.float32)
    return loud


@pytest.mark.parametrize(("case", "level"), [(1, -23.0), (2, -33.0)])
def test_steady_sine(tmp_path: Path, case: int, level: float) -> None:
    """Cases 1 and 2: momentary, short-term and integrated loudness are the level."""
    measures = measured(sine(level, level, seconds=20), tmp_path)
    assert measures.loudness == pytest.approx(level, abs=0.1)
    assert measures.blocks.momentary[4:] == pytest.approx(level, abs=0.1)
    assert measures.blocks.short_term[30:] == pytest.approx(level, abs=0.1)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([(-36, 10), (-23, 60), (-36, 10)], id="3"),
        pytest.param([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], id="4"),
        pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], id="5"),
    ],
)
def test_gates(tmp_path: Path, parts: list[Part]) -> None:
    """Cases 3 to 5: what is far below the programme does not count."""
    assert measured(sequence(*parts), tmp_path).loudness == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("layout", ["5.0", "5.0(side)", "5.1"])
def test_surround(tmp_path: Path, layout: str) -> None:
    """Case 6: channels weigh as they should, and the one for low effects not at all."""
    effects = (-200,) if layout == "5.1" else ()
    sound = sine(-28, -28, -24, *effects, -30, -30, seconds=20)
    assert measured(sound, tmp_path, layout).loudness == pytest.approx(-23.0, abs=0.1)


def test_short_term(tmp_path: Path) -> None:
    """Case 9: constant after 3 s."""
    sound = sequence(*[(-20, 1.34), (-30, 1.66)] * 5)
    assert measured(sound, tmp_path).blocks.short_term[30:] == pytest.approx(-23.0, abs=0.1)


def test_momentary(tmp_path: Path) -> None:
    """Case 12: constant after 1 s."""
    sound = sequence(*[(-20, 0.18), (-30, 0.22)] * 25)
    assert measured(sound, tmp_path).blocks.momentary[10:] == pytest.approx(-23.0, abs=0.1)


def tapered(wave: NDArray[np.float64], samples: int) -> NDArray[np.float64]:
    """The wave with linear fades of so many samples at both ends."""
    ramp = np.minimum(np.arange(wave.size), np.arange(wave.size)[::-1]) / samples
    return wave * np.minimum(ramp, 1.0)


def peak(wave: NDArray[np.float64], directory: Path) -> float:
    """The true peak in dBTP of a wave in two channels."""
    measures = measured(np.tile(wave.astype(np.float32), (2, 1)), directory)
    return float(20 * np.log10(measures.true_peak))


@pytest.mark.parametrize(
    ("part", "degrees", "amplitude", "expected"),
    [
        pytest.param(4, 0.0, 0.5, -6.0, id="15"),
        pytest.param(4, 45.0, 0.5, -6.0, id="16"),
        pytest.param(6, 60.0, 0.5, -6.0, id="17"),
        pytest.param(8, 67.5, 0.5, -6.0, id="18"),
        pytest.param(4, 45.0, 1.41, 3.0, id="19"),
    ],
)
def test_true_peak_of_a_sine(
    tmp_path: Path, part: int, degrees: float, amplitude: float, expected: float
) -> None:
    """Cases 15 to 19: a sine of a part of the sampling rate, from a phase on."""
    angle = 2 * np.pi * np.arange(RATE) / part + np.deg2rad(degrees)
    level = peak(tapered(amplitude * np.sin(angle), TAPER), tmp_path)
    assert expected - 0.4 <= level <= expected + 0.2


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_true_peak_between_samples(tmp_path: Path, offset: int) -> None:
    """Cases 20 to 23: one period of fs/4 at full scale within fs/6 at half of it, made at four
    times the rate, low-passed and taken every fourth sample from an offset on."""
    half = 0.5 * np.sin(2 * np.pi * np.arange(4 * RATE // 4) / 24)
    burst = np.sin(2 * np.pi * np.arange(16) / 16)
    wave = tapered(np.concatenate((half, burst, half)), 4 * TAPER)
    spectrum = np.fft.rfft(wave)
    spectrum[spectrum.size // 4 :] = 0
    level = peak(np.fft.irfft(spectrum, wave.size)[offset::4], tmp_path)
    assert -0.4 <= level <= 0.2


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param((-20, -30), 10, id="1"),
        pytest.param((-20, -15), 5, id="2"),
        pytest.param((-40, -20), 20, id="3"),
        pytest.param((-50, -35, -20, -35, -50), 15, id="4"),
    ],
)
def test_loudness_range(tmp_path: Path, levels: tuple[int, ...], expected: float) -> None:
    """Tech 3342: levels of 20 s each, within 1 LU."""
    measures = measured(sequence(*((level, 20) for level in levels)), tmp_path)
    assert measures.loudness_range == pytest.approx(expected, abs=1.0)


def test_a_short_steady_sound_has_no_range(tmp_path: Path) -> None:
    """The first 3 s, over which short-term loudness fills, do not count."""
    assert measured(sine(-23, -23, seconds=5), tmp_path).loudness_range == pytest.approx(0, abs=0.1)
