"""Files that are broken, cut short, oversized or not what their name says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from mediaq.errors import EmptyMedia, MediaInvalid, MediaTooLarge
from tests.analyzers.conftest import Analysed, codes, only
from tests.kit.clips import Clip, render, tone

Rendered = Callable[[Clip, str], Path]
FRONT = (("movflags", "+faststart"),)


@pytest.fixture
def neighbour(tmp_path: Path) -> Path:
    """A sound file that lies beside the hostile one."""
    return render(Clip(picture=None, sound=tone(1), audio_codec="pcm_s16le"), tmp_path / "n.wav")


@pytest.mark.parametrize(
    "text",
    [
        "hello, this is no video\n" * 50,
        "ffconcat version 1.0\nfile n.wav\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{neighbour}\n#EXT-X-ENDLIST\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
    ],
    ids=["text", "ffconcat", "hls", "sdp"],
)
def test_playlists_and_text_named_mp4(
    analysed: Analysed, tmp_path: Path, neighbour: Path, text: str
) -> None:
    source = tmp_path / "source.mp4"
    source.write_text(text.format(neighbour=neighbour))
    with pytest.raises(MediaInvalid, match="cannot be read"):
        analysed(source, media_type="video")
    assert not list((tmp_path / "output").iterdir())


def test_hls_named_as_such_is_refused(analysed: Analysed, tmp_path: Path, neighbour: Path) -> None:
    source = tmp_path / "source.m3u8"
    source.write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{neighbour}\n#EXT-X-ENDLIST\n")
    with pytest.raises(MediaInvalid):
        analysed(source)


@pytest.mark.parametrize("media_type", ["video", "audio", "image", "document", "unknown"])
def test_an_empty_file(analysed: Analysed, tmp_path: Path, media_type: str) -> None:
    source = tmp_path / "source"
    source.touch()
    with pytest.raises(EmptyMedia):
        analysed(source, media_type=media_type)


@pytest.mark.parametrize("share", [0.0005, 0.3, 0.9, 0.99])
def test_an_mp4_without_its_index_is_invalid(
    analysed: Analysed, rendered: Rendered, tmp_path: Path, share: float
) -> None:
    whole = rendered(Clip(seconds=6.0, sound=tone(6)), "index last.mp4").read_bytes()
    source = tmp_path / "source.mp4"
    source.write_bytes(whole[: max(int(len(whole) * share), 20)])
    with pytest.raises(MediaInvalid):
        analysed(source)


@pytest.mark.parametrize("share", [0.4, 0.6, 0.75])
def test_an_mp4_that_stops_is_truncated(
    analysed: Analysed, rendered: Rendered, tmp_path: Path, share: float
) -> None:
    clip = Clip(seconds=6.0, sound=tone(6), options=FRONT)
    whole = rendered(clip, "index first.mp4").read_bytes()
    source = tmp_path / "source.mp4"
    source.write_bytes(whole[: int(len(whole) * share)])
    answer = analysed(source)
    cut = only(answer, "video.truncated")
    assert cut["severity"] == "critical"
    assert cut["start_ms"] == pytest.approx(answer["media"]["duration_ms"], abs=300)
    assert cut["end_ms"] == pytest.approx(6000, abs=50)
    assert answer["media"]["declared_duration_ms"] == pytest.approx(6000, abs=50)


def test_a_flac_that_stops_is_truncated(
    analysed: Analysed, rendered: Rendered, tmp_path: Path
) -> None:
    clip = Clip(picture=None, sound=tone(6), audio_codec="flac")
    whole = rendered(clip, "whole.flac").read_bytes()
    source = tmp_path / "source.flac"
    source.write_bytes(whole[: len(whole) // 2])
    assert "audio.truncated" in codes(analysed(source))


def test_damage_inside_is_a_finding(analysed: Analysed, rendered: Rendered, tmp_path: Path) -> None:
    clip = Clip(picture=None, sound=tone(6), audio_codec="aac", options=FRONT)
    data = bytearray(rendered(clip, "damaged.mp4").read_bytes())
    middle = slice(int(len(data) * 0.6), int(len(data) * 0.7))
    data[middle] = b"\xff" * len(data[middle])
    source = tmp_path / "source.mp4"
    source.write_bytes(data)
    damage = only(analysed(source), "audio.undecodable")
    assert damage["measurement"] > 0
    assert damage["severity"] == "critical"


def test_pixels_are_limited(analysed: Analysed, rendered: Rendered) -> None:
    with pytest.raises(MediaTooLarge):
        analysed(rendered(Clip(), "pixels.mp4"), max_pixels=160 * 90 - 1)


@pytest.mark.parametrize("suffix", ["mov", "avi"])
def test_a_pixel_bomb_is_refused(analysed: Analysed, tmp_path: Path, suffix: str) -> None:
    """One PNG of 36 megapixels that is a few kilobytes long, inside a container."""
    source = tmp_path / f"source.{suffix}"
    with av.open(str(source), "w") as out:
        stream: Any = out.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 6000, 6000, "gray"
        frame = av.VideoFrame.from_ndarray(np.zeros((6000, 6000), np.uint8), format="gray")
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    with pytest.raises(MediaTooLarge):
        analysed(source, max_pixels=10_000_000)


def test_what_runs_too_long_is_cut(analysed: Analysed, rendered: Rendered) -> None:
    path = rendered(Clip(seconds=6.0, sound=tone(6)), "index last.mp4")
    answer = analysed(path, max_duration=2)
    long = only(answer, "video.too_long")
    assert (long["severity"], long["threshold"]) == ("error", 2.0)
    assert long["measurement"] == pytest.approx(6, abs=0.1)
    assert answer["media"]["duration_ms"] <= 2100
    assert "video.truncated" not in codes(answer)
