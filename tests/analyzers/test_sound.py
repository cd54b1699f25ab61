"""Faults of the sound, in several codecs and layouts."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mediaq.analyzers.findings.profiles import PROFILES
from tests.analyzers.conftest import Analysed, codes, found, only
from tests.kit.clips import RATE, Clip, Sound, tone

Rendered = Callable[[Clip, str], Path]


def wav(sound: Sound) -> Clip:
    """A clip of sound alone, lossless."""
    layout = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}[len(sound)]
    return Clip(picture=None, sound=sound, layout=layout, audio_codec="pcm_s16le")


def silenced(sound: Sound, start: float, end: float) -> Sound:
    """The sound with nothing from `start` to `end` seconds."""
    out = sound.copy()
    out[:, round(start * RATE) : round(end * RATE)] = 0
    return out


@pytest.mark.parametrize(
    ("level", "severity", "words"),
    [
        (0.2, "info", "within the target: -14 LUFS"),
        (0.04, "warning", "too quiet: -28 LUFS, where -14 LUFS is expected (web)"),
        (0.14, "info", "a little quiet: -17.1 LUFS, where -14 LUFS is expected (web)"),
        (0.5, "warning", "too loud: -6 LUFS, where -14 LUFS is expected (web)"),
    ],
)
def test_loudness(
    analysed: Analysed, rendered: Rendered, level: float, severity: str, words: str
) -> None:
    answer = analysed(rendered(wav(tone(3, level=level)), f"tone {level}.wav"))
    loudness = only(answer, "audio.loudness")
    assert loudness["severity"] == severity
    assert words in loudness["message"]
    assert loudness["unit"] == "LUFS"
    assert loudness["threshold"] == -14.0


@pytest.mark.parametrize(
    ("profile", "target"),
    [("web", -14.0), ("podcast", -16.0), ("ebu", -23.0), ("atsc", -24.0), ("netflix", -27.0)],
)
def test_every_profile_has_its_target(
    analysed: Analysed, rendered: Rendered, profile: str, target: float
) -> None:
    level = 10 ** ((target + 0.01) / 20)
    path = rendered(wav(tone(3, level=level)), f"{profile}.wav")
    loudness = only(analysed(path, profile=profile), "audio.loudness")
    assert (loudness["severity"], loudness["threshold"]) == ("info", target)


@pytest.mark.parametrize("name", ["web", "podcast", "ebu", "atsc", "netflix"])
def test_the_tolerance_of_every_profile(analysed: Analysed, rendered: Rendered, name: str) -> None:
    profile = PROFILES[name]
    for off, within in ((-0.1, False), (0.1, True)):
        for side in (-1, 1):
            target = profile.level + side * (profile.tolerance - off)
            path = rendered(wav(tone(1, level=10 ** (target / 20))), f"{name} {off} {side}.wav")
            loudness = only(analysed(path, profile=name), "audio.loudness")
            assert ("within the target" in loudness["message"]) is within
            assert loudness["severity"] == ("info" if within or profile.target else "error")
            assert loudness["measurement"] == pytest.approx(target, abs=0.05)


def test_true_peak_between_samples(analysed: Analysed, rendered: Rendered) -> None:
    """A sine of a quarter of the rate, sampled at 45 degrees, peaks 3 dB above its samples."""
    time = np.arange(3 * RATE)
    wave = (0.97 * np.sin(np.pi / 2 * time + np.pi / 4)).astype(np.float32)
    answer = analysed(rendered(wav(np.tile(wave, (2, 1))), "between.wav"))
    audio = answer["results"][0]["result"]["audio"]
    assert audio["sample_peak_dbfs"] == pytest.approx(-3.27, abs=0.05)
    assert only(answer, "audio.true_peak")["measurement"] == pytest.approx(-0.26, abs=0.2)


@pytest.mark.parametrize("where", [0.0, 1.0, 2.9])
def test_clipping(analysed: Analysed, rendered: Rendered, where: float) -> None:
    sound = tone(3)
    start = round(where * RATE)
    sound[:, start : start + 40] = 1.0
    clip = only(analysed(rendered(wav(sound), f"clip {where}.wav")), "audio.clipping")
    assert clip["start_ms"] == pytest.approx(where * 1000, abs=2)
    assert clip["measurement"] == pytest.approx(40, abs=1)


def test_two_samples_at_the_ceiling_are_not_clipped(analysed: Analysed, rendered: Rendered) -> None:
    sound = tone(3)
    sound[:, 4799:4801] = 1.0
    assert not found(analysed(rendered(wav(sound), "two.wav")), "audio.clipping")


def test_three_samples_across_blocks_are_clipped(analysed: Analysed, rendered: Rendered) -> None:
    sound = tone(3)
    sound[:, 4799:4802] = 1.0
    assert found(analysed(rendered(wav(sound), "three.wav")), "audio.clipping")


def test_clipping_survives_a_lossy_codec(analysed: Analysed, rendered: Rendered) -> None:
    loud = np.clip(tone(3, level=3.0, hertz=220.0), -1, 1)
    clip = Clip(picture=None, sound=loud, audio_codec="aac")
    assert found(analysed(rendered(clip, "loud.mp4")), "audio.clipping")


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (0.0, 2.5, "audio.silence"),
        (4.0, 6.5, "audio.silence"),
        (7.5, 10.0, "audio.silence"),
        (2.0, 8.0, "audio.dropout"),
        (0.0, 10.0, "audio.silence"),
    ],
)
def test_silence(
    analysed: Analysed, rendered: Rendered, start: float, end: float, code: str
) -> None:
    sound = silenced(tone(10, channels=1), start, end)
    answer = analysed(rendered(wav(sound), f"silent {start} {end}.wav"))
    silence = only(answer, code)
    assert silence["start_ms"] == pytest.approx(start * 1000, abs=20)
    assert silence["end_ms"] == pytest.approx(end * 1000, abs=20)
    assert codes(answer) & {"audio.silence", "audio.dropout"} == {code}


def test_a_silent_file_has_no_loudness(analysed: Analysed, rendered: Rendered) -> None:
    answer = analysed(rendered(wav(tone(3, level=0.0)), "nothing.wav"))
    assert codes(answer) == {"audio.silence"}
    assert answer["results"][0]["result"]["audio"]["integrated_lufs"] is None


def test_a_short_pause_is_no_finding(analysed: Analysed, rendered: Rendered) -> None:
    answer = analysed(rendered(wav(silenced(tone(5), 2, 3.8)), "pause.wav"))
    assert codes(answer) == {"audio.loudness"}


@pytest.mark.parametrize(
    ("name", "codec", "layout", "channels"),
    [
        ("mono.wav", "pcm_s16le", "mono", 1),
        ("deep.wav", "pcm_s24le", "7.1", 8),
        ("float.wav", "pcm_f64le", "stereo", 2),
        ("bytes.wav", "pcm_u8", "mono", 1),
        ("surround.mp4", "aac", "5.1", 6),
        ("planar.mka", "flac", "7.1", 8),
        ("tone.mp3", "libmp3lame", "mono", 1),
        ("tone.flac", "flac", "mono", 1),
        ("tone.ogg", "libopus", "mono", 1),
    ],
)
def test_layouts_and_codecs(
    analysed: Analysed, rendered: Rendered, name: str, codec: str, layout: str, channels: int
) -> None:
    sound = tone(3, channels=channels)
    clip = Clip(picture=None, sound=sound, audio_codec=codec, layout=layout)
    answer = analysed(rendered(clip, name))
    assert answer["media"]["media_type"] == "audio"
    assert answer["media"]["duration_ms"] == pytest.approx(3000, abs=60)
    assert answer["results"][0]["result"]["audio"]["channels"] == channels
    assert codes(answer) == {"audio.loudness"}
    assert [item["kind"] for item in answer["files"]] == ["waveform"]
