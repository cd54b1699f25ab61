import wave
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mediaq.errors import InvalidSsml
from mediaq.speech.espeak import Espeak
from mediaq.speech.finding import Finding
from mediaq.speech.ssml import NAMESPACE, compose
from tests.speech.speaking import Sound, ask, listen, refusal, speak

LOUD = Finding(
    message="The sound is too loud: -9.3 LUFS, where -14 LUFS is expected (web).",
    suggestion="Turn it down by 4.7 dB.",
    severity="critical",
    start_ms=83_456,
)
(SSML,) = compose(LOUD)


@pytest.mark.parametrize(
    ("form", "mime_type", "codec", "rate"),
    [("opus", "audio/ogg", "opus", 48_000), ("mp3", "audio/mpeg", "mp3", 22_050)],
)
def test_speaks_into_a_file(
    tmp_path: Path, form: str, mime_type: str, codec: str, rate: int
) -> None:
    (answer,) = speak(tmp_path, SSML, format=form)
    path = tmp_path / f"segment_000.{form}"
    sound = listen(path)
    assert list(tmp_path.iterdir()) == [path]
    assert (answer["name"], answer["format"]) == (path.name, form)
    assert answer["mime_type"] == mime_type
    assert answer["size_bytes"] == path.stat().st_size
    assert sound == Sound(codec, rate, 1, sound.duration_ms, sound.lufs, sound.peak)
    assert answer["duration_ms"] == pytest.approx(sound.duration_ms, abs=30)
    assert 6_000 < sound.duration_ms < 15_000
    assert sound.lufs == pytest.approx(-16, abs=1.0)
    assert sound.peak <= -1


def test_mark_and_words_follow_the_text(tmp_path: Path) -> None:
    (answer,) = speak(tmp_path, SSML)
    plain = "".join(ET.fromstring(SSML).itertext())
    times = {mark["name"]: mark["time_ms"] for mark in answer["marks"]}
    words = answer["words"]
    assert list(times) == ["place", "what", "fix"]
    assert 0 <= times["place"] < times["what"] < times["fix"] < answer["duration_ms"]
    assert [word["text"] for word in words] == [
        *("At", "1:23", "The", "sound", "is", "too", "loud", "-9.3 LUFS", "where", "-14 LUFS"),
        *("is", "expected", "web", "Turn", "it", "down", "by", "4.7 dB"),
    ]
    assert all(plain.startswith(word["text"], word["start"]) for word in words)
    assert [w["time_ms"] for w in words] == sorted(w["time_ms"] for w in words)
    assert next(word["time_ms"] for word in words if word["text"] == "Turn") == times["fix"]


def test_every_clause_and_word_of_a_long_text_has_its_time(tmp_path: Path) -> None:
    text = "The 2nd picture is dark for 4.2 s (1:23), at -9 LUFS. " * 20
    finding = Finding(
        message=text, suggestion="Trim it. " * 30, severity="critical", page=7, more=5
    )
    documents = compose(finding)
    answers = speak(tmp_path, *documents)
    assert len(answers) > 4
    for ssml, answer in zip(documents, answers, strict=True):
        root = ET.fromstring(ssml)
        marks = [mark.get("name") for mark in root.iter(f"{{{NAMESPACE}}}mark")]
        assert [mark["name"] for mark in answer["marks"]] == marks
        plain = "".join(root.itertext())
        last = 0
        for word in answer["words"]:
            assert plain.startswith(word["text"], word["start"])
            assert word["start"] >= last
            last = word["start"] + len(word["text"])
        for timed in (answer["marks"], answer["words"]):
            times = [one["time_ms"] for one in timed]
            assert times == sorted(times)
            assert 0 <= times[0] <= times[-1] < answer["duration_ms"]
        said = {part for word in answer["words"] for part in word["text"].split()}
        assert {word for word in plain.replace(".", "").split() if word.isalpha()} <= said


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    for form in ("opus", "mp3"):
        files = []
        for attempt in ("a", "b"):
            (tmp_path / form / attempt).mkdir(parents=True)
            (answer,) = speak(tmp_path / form / attempt, SSML, format=form)
            files.append((tmp_path / form / attempt / answer["name"]).read_bytes())
        assert files[0] == files[1]


def test_segments_are_numbered(tmp_path: Path) -> None:
    segments = compose(Finding(message="This sentence counts as one of many. " * 20))
    names = [answer["name"] for answer in speak(tmp_path, *segments)]
    assert names == ["segment_000.opus", "segment_001.opus"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


@pytest.mark.parametrize("text", ["Ah.", "...", "\x01", "🎉", "日本語"])
def test_the_shortest_texts_become_playable_files(tmp_path: Path, text: str) -> None:
    (answer,) = speak(tmp_path, *compose(Finding(message=text)))
    sound = listen(tmp_path / answer["name"])
    assert sound.duration_ms == pytest.approx(answer["duration_ms"], abs=30)
    assert sound.duration_ms >= 100
    assert sound.peak <= -1


def test_a_document_without_words_becomes_a_short_silence(tmp_path: Path) -> None:
    (answer,) = speak(tmp_path, "<speak/>")
    assert answer["duration_ms"] == pytest.approx(100, abs=30)
    assert answer["words"] == answer["marks"] == []


def test_audio_elements_never_reach_the_engine(tmp_path: Path) -> None:
    output, sound = tmp_path / "output", tmp_path / "minute.wav"
    output.mkdir()
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(b"\0\0" * 22_050 * 60)
    for source in (sound, tmp_path, "/etc/passwd", "http://127.0.0.1:9/a.wav"):
        assert refusal(output, f'<speak>a<audio src="{source}"/></speak>') == "invalid_ssml"
    (answer,) = speak(output, *compose(Finding(message=f'Hi <audio src="{sound}"/>.')))
    assert answer["duration_ms"] < 30_000


def test_a_speech_without_end_is_stopped() -> None:
    endless = "<speak>" + 'a<break time="10s"/>' * 2_000 + "</speak>"
    with pytest.raises(InvalidSsml, match="longer than"):
        Espeak("en-us").speak(endless)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"segments": ["<speak>"]}, "invalid_ssml"),
        ({"segments": ["plain"]}, "invalid_ssml"),
        ({"segments": ["<!DOCTYPE speak><speak/>"]}, "invalid_ssml"),
        ({"segments": []}, "invalid_input"),
        ({"segments": [1]}, "invalid_input"),
        ({"segments": "x"}, "invalid_input"),
        ({"voice": "nope"}, "invalid_input"),
        ({"voice": "en-xx"}, "invalid_input"),
        ({"voice": "en-us+nobody"}, "invalid_input"),
        ({"voice": "../../etc/passwd"}, "invalid_input"),
        ({"voice": None}, "invalid_input"),
        ({"format": "wav"}, "invalid_input"),
    ],
)
def test_wrong_requests_are_refused(tmp_path: Path, change: dict[str, object], code: str) -> None:
    request = {"output": str(tmp_path), "segments": ["<speak>a</speak>"], **change}
    assert ask(request)["error"]["code"] == code
    assert not list(tmp_path.iterdir())


def test_the_voice_is_obeyed(tmp_path: Path) -> None:
    heard = set()
    for voice in ("en-us", "EN-GB", "en-us+f3"):
        (answer,) = speak(tmp_path, SSML, voice=voice)
        heard.add((tmp_path / answer["name"]).read_bytes())
    assert len(heard) == 3
