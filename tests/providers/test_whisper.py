"""The local engine with a real model, in its sandbox; and what is no model."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from mediaq.errors import MediaInvalid, MediaqError, ProviderNotReady, ToolTimeout
from mediaq.media.sandbox import tier
from mediaq.providers.chain import transcribers
from mediaq.providers.transcript import Recording, Transcript
from mediaq.settings import Settings
from tests.kit.clips import Clip, render
from tests.kit.voice import model, say


def heard(
    source: Path, model: Path, language: str | None = None, seconds: float = 60.0, **more: Any
) -> Transcript:
    """What the configured engine makes of a file."""
    settings = Settings(_env_file=None, whisper_model=model, **more)
    (engine,) = transcribers(settings, tier(settings.sandbox))
    recording = Recording(source, language, seconds, source.parent)
    return asyncio.run(engine.transcribe(recording, lambda _: None))


def linked(directory: Path) -> Path:
    """The model as a hub's cache keeps it: links to files elsewhere."""
    directory.mkdir()
    for file in model().iterdir():
        (directory / file.name).symlink_to(file)
    return directory


def test_what_is_said_is_written_down_with_its_times(tmp_path: Path) -> None:
    found = heard(say(tmp_path / "a.wav"), linked(tmp_path / "m"), "xx-YY")
    words = [word.word.strip(".,").lower() for word in found.words]
    for word in ("picture", "dark", "light", "window", "dinner"):
        assert word in words
    assert (found.provider, found.model, found.language) == ("whisper", "m", "en")
    assert found.confidence is not None
    assert 0.5 < found.confidence <= 1
    times = [time for word in found.words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert 3500 < times[-1] < 5500
    assert "window" in found.text


def test_only_the_first_seconds_count_and_links_are_followed_in_every_tier(tmp_path: Path) -> None:
    source = say(tmp_path / "a.wav")
    found = heard(source, linked(tmp_path / "m"), seconds=1.3, sandbox="rlimits")
    assert "picture" in found.text
    assert "dinner" not in found.text


def failure(source: Path, model: Path, **more: Any) -> MediaqError:
    with pytest.raises(MediaqError) as caught:
        heard(source, model, **more)
    return caught.value


def test_what_is_no_model(tmp_path: Path) -> None:
    source = say(tmp_path / "a.wav")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "nowhere", tmp_path / "empty", source):
        error = failure(source, path)
        assert isinstance(error, ProviderNotReady)
        assert str(path) in error.detail
        assert "model.bin" in error.detail


@pytest.mark.parametrize("content", [b"", b"no model", os.urandom(4096)])
def test_a_broken_model_is_said_to_be_one(tmp_path: Path, content: bytes) -> None:
    broken = linked(tmp_path / "m")
    (broken / "model.bin").unlink()
    (broken / "model.bin").write_bytes(content)
    error = failure(say(tmp_path / "a.wav"), broken)
    assert isinstance(error, ProviderNotReady)
    assert "model" in error.detail


def test_media_and_limits(tmp_path: Path) -> None:
    silent = render(Clip(seconds=1.0), tmp_path / "a.mp4")
    assert isinstance(failure(silent, model()), MediaInvalid)
    (tmp_path / "whisper").rmdir()
    late = failure(say(tmp_path / "a.wav"), model(), whisper_seconds=0.05)
    assert isinstance(late, ToolTimeout)
