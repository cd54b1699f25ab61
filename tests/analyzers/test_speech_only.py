"""The tool, asked for speech alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mediaq.errors import MediaInvalid
from tests.analyzers.conftest import Analysed, Answer
from tests.kit.clips import Clip, tone
from tests.kit.pictures import saved, scene

Rendered = Callable[[Clip, str], Path]
NOTHING: Answer = {"media": None, "files": [], "findings": [], "results": []}


def test_segments_and_nothing_else(analysed: Analysed, rendered: Rendered, tmp_path: Path) -> None:
    path = rendered(Clip(seconds=2.0, sound=tone(2)), "sound.mp4")
    whole, alone = analysed(path), analysed(path, speech_only=True)
    (segments,) = alone.pop("results")
    assert segments in whole["results"]
    assert alone == {name: NOTHING[name] for name in alone}


def test_what_has_no_sound(analysed: Analysed, rendered: Rendered, tmp_path: Path) -> None:
    silent = rendered(Clip(seconds=1.0), "silent.mp4")
    assert analysed(silent, speech_only=True) == NOTHING
    picture = saved(scene(), tmp_path / "a.png")
    assert analysed(picture, speech_only=True, media_type="image") == NOTHING
    broken = tmp_path / "a.mp3"
    broken.write_bytes(b"no sound at all")
    with pytest.raises(MediaInvalid):
        analysed(broken, speech_only=True)
