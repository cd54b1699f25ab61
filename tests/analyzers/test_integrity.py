"""Files that are not whole, in formats that tell it each in its own way."""

from pathlib import Path

import pytest

from tests.analyzers.conftest import Analysed, codes, only
from tests.hostile.bytewise import field
from tests.hostile.whole import SECONDS, whole


def _source(directory: Path, data: bytes) -> Path:
    path = directory / "source"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "code"),
    [("sound.mp3", "audio.truncated"), ("clip.avi", "video.truncated")],
)
def test_what_the_header_counted_is_missing(
    analysed: Analysed, tmp_path: Path, name: str, code: str
) -> None:
    data = whole(name)
    assert code not in codes(analysed(_source(tmp_path, data)))
    cut = only(analysed(_source(tmp_path, data[: len(data) // 3])), code)
    assert cut["end_ms"] == pytest.approx(1000 * SECONDS, abs=60)


def test_an_mp3_that_counts_nothing_is_as_long_as_it_is(analysed: Analysed, tmp_path: Path) -> None:
    data = whole("sound.mp3")
    first = data.index(b"\xff\xfb", data.index(b"Info"))  # behind the frame that counts
    answer = analysed(_source(tmp_path, data[first : len(data) // 2]))
    assert "audio.truncated" not in codes(answer)


@pytest.mark.parametrize("name", ["sound.wav", "front.mp4"])
def test_a_packet_that_is_cut_off_is_damage(analysed: Analysed, tmp_path: Path, name: str) -> None:
    """Too little is missing for a file that ends early."""
    answer = analysed(_source(tmp_path, whole(name)[:-300]))
    assert "audio.undecodable" in codes(answer)


def test_a_stream_of_an_unknown_codec_is_damage(analysed: Analysed, tmp_path: Path) -> None:
    data = whole("front.mp4").replace(b"mp4a", b"what").replace(b"esds", b"what")
    answer = analysed(_source(tmp_path, data))
    damage = only(answer, "audio.undecodable")
    assert damage["measurement"] > 100
    assert [stream["codec"] for stream in answer["media"]["streams"]] == ["h264", None]
    assert answer["media"]["duration_ms"] == pytest.approx(1000 * SECONDS, abs=60)


def test_a_picture_that_claims_to_stay_for_weeks(analysed: Analysed, tmp_path: Path) -> None:
    data = field(whole("front.mp4"), b"stts", 12, 0x7FFFFFFF)
    answer = analysed(_source(tmp_path, data), max_duration=60)
    assert answer["media"]["duration_ms"] <= 60_000
