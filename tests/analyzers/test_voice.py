"""Speech, other sound and silence told apart by the envelope."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from mediaq.analyzers.audio import voice
from mediaq.analyzers.audio.envelope import Envelope
from tests.kit.clips import RATE, tone
from tests.kit.voice import say

Sound = NDArray[np.float32]


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """About five seconds of speech at RATE."""
    path: Path = say(tmp_path_factory.mktemp("speech") / "a.wav")
    resampler = av.AudioResampler("flt", "mono", RATE)
    with av.open(str(path)) as file:
        blocks = [b for frame in file.decode(audio=0) for b in resampler.resample(frame)]
    return np.concatenate([block.to_ndarray().reshape(-1) for block in blocks])


def quiet(seconds: float, level: float = 0.0) -> Sound:
    """Silence, or faint noise."""
    noise = np.random.default_rng(1).standard_normal(round(seconds * RATE)) * level
    return noise.astype(np.float32)


def divided(*parts: Sound) -> list[tuple[str, float, float]]:
    sound = np.abs(np.concatenate(parts))
    envelope = Envelope(RATE)
    envelope.add(sound, 0.0)
    found = voice.segments(envelope.peaks, sound.size / RATE)
    assert found[0].start == 0
    assert found[-1].end == pytest.approx(sound.size / RATE, abs=0.011)
    assert all(one.end == two.start for one, two in pairwise(found))
    assert all(segment.end > segment.start for segment in found)
    return [(one.kind, one.start, one.end) for one in found]


@pytest.mark.parametrize("noise", [0.0, 0.001])
def test_speech_between_silences(speech: Sound, noise: float) -> None:
    found = divided(quiet(2, noise), speech, quiet(3, noise))
    assert [kind for kind, _, _ in found] == ["silence", "speech", "silence"]
    (_, start, end) = found[1]
    assert start == pytest.approx(2.0, abs=0.2)
    assert end == pytest.approx(2 + speech.size / RATE, abs=0.5)


def test_steady_sound_is_no_speech(speech: Sound) -> None:
    assert [kind for kind, _, _ in divided(tone(4)[0])] == ["sound"]
    assert [kind for kind, _, _ in divided(quiet(4, 0.1))] == ["sound"]
    both = divided(tone(5)[0], quiet(2), speech)
    assert [kind for kind, _, _ in both] == ["sound", "silence", "speech"]


def test_silence_and_nothing() -> None:
    assert divided(quiet(2)) == [("silence", 0, 2)]
    assert voice.segments(np.zeros(0, np.float32), 0.0) == []
    assert divided(quiet(0.02, 0.1))[0][0] in voice.KINDS


def test_the_result_row(speech: Sound) -> None:
    envelope = Envelope(RATE)
    envelope.add(np.abs(speech), 0.0)
    row = voice.result(voice.segments(envelope.peaks, speech.size / RATE))
    assert row["result"]["speech_ms"] == pytest.approx(speech.size / RATE * 1000, abs=500)
    assert "s of speech" in row["summary"]
