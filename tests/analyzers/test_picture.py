"""Faults of the picture: each is found where it is, and not where it is not."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.analyzers.conftest import Analysed, codes, found, only
from tests.kit.clips import SMALL, Clip, Picture, lively, plain, tone

Rendered = Callable[[Clip, str], Path]
FRAME_MS = 90


def during(start: float, end: float, fault: Picture) -> Callable[[float], Picture]:
    """The lively picture with a fault from `start` to `end`."""
    return lambda time: fault if start <= time < end else lively(time)


@pytest.mark.parametrize(
    ("name", "start", "end", "severity"),
    [
        ("head", 0.0, 0.5, "info"),
        ("long head", 0.0, 3.0, "info"),
        ("middle", 1.0, 3.5, "error"),
        ("tail", 4.0, 5.0, "info"),
        ("whole", 0.0, 5.0, "error"),
    ],
)
def test_black(
    analysed: Analysed, rendered: Rendered, name: str, start: float, end: float, severity: str
) -> None:
    clip = Clip(seconds=5.0, picture=during(start, end, plain(0)))
    black = only(analysed(rendered(clip, f"black {name}.mp4")), "video.black")
    assert black["severity"] == severity
    assert black["start_ms"] == pytest.approx(start * 1000, abs=FRAME_MS)
    assert black["end_ms"] == pytest.approx(end * 1000, abs=FRAME_MS)
    assert black["unit"] == "s"


def test_a_short_black_in_the_middle_is_no_finding(analysed: Analysed, rendered: Rendered) -> None:
    clip = Clip(picture=during(1.0, 2.5, plain(0)))
    assert not found(analysed(rendered(clip, "blink.mp4")), "video.black")


@pytest.mark.parametrize(
    ("start", "end", "severity"),
    [(0.0, 2.5, "warning"), (1.0, 3.5, "warning"), (3.5, 6.0, "warning"), (0.0, 6.0, "error")],
)
def test_freeze(
    analysed: Analysed, rendered: Rendered, start: float, end: float, severity: str
) -> None:
    clip = Clip(seconds=6.0, picture=during(start, end, lively(9.0)))
    freeze = only(analysed(rendered(clip, f"freeze {start} {end}.mp4")), "video.freeze")
    assert freeze["severity"] == severity
    assert freeze["start_ms"] == pytest.approx(start * 1000, abs=FRAME_MS)
    assert freeze["end_ms"] == pytest.approx(end * 1000, abs=FRAME_MS)


def test_a_short_freeze_is_no_finding(analysed: Analysed, rendered: Rendered) -> None:
    clip = Clip(picture=during(1.0, 2.6, lively(9.0)))
    assert not found(analysed(rendered(clip, "hold.mp4")), "video.freeze")


def test_black_is_not_called_frozen_or_dark(analysed: Analysed, rendered: Rendered) -> None:
    clip = Clip(seconds=5.0, picture=during(0.0, 5.0, plain(0)), sound=tone(5))
    assert codes(analysed(rendered(clip, "black sound.mp4"))) == {"video.black", "audio.loudness"}


@pytest.mark.parametrize(
    ("code", "low", "high", "found_there"),
    [
        ("video.dark", 0.12, 0.08, True),
        ("video.dark", 0.25, 0.2, False),
        ("video.bright", 1.0, 0.97, True),
        ("video.bright", 0.9, 0.86, False),
    ],
)
def test_exposure(
    analysed: Analysed, rendered: Rendered, code: str, low: float, high: float, found_there: bool
) -> None:
    def picture(time: float) -> Picture:
        share = lively(time).astype("float32") / 180
        return ((high + (low - high) * share) * 255).clip(0, 255).astype("uint8")

    answer = analysed(rendered(Clip(picture=picture), f"{code} {low}.mp4"))
    assert bool(found(answer, code)) is found_there
    if found_there:
        assert only(answer, code)["end_ms"] == pytest.approx(4000, abs=FRAME_MS)


def test_cuts_are_counted_and_fast_ones_reported(analysed: Analysed, rendered: Rendered) -> None:
    def picture(time: float) -> Picture:
        return lively(time) if int(time * 2 + 0.01) % 2 else 255 - lively(time) // 2

    answer = analysed(rendered(Clip(seconds=12.0, picture=picture), "cuts.mp4"))
    assert only(answer, "video.rapid_cuts")["measurement"] == pytest.approx(115, abs=15)


def test_a_long_take(analysed: Analysed, rendered: Rendered) -> None:
    clip = Clip(seconds=63.0, fps=2)
    take = only(analysed(rendered(clip, "take.mp4"), fps=0.5), "video.long_take")
    assert take["severity"] == "info"
    assert take["measurement"] == pytest.approx(63, abs=0.6)


def test_a_clean_clip_has_nothing_to_warn_of(analysed: Analysed, rendered: Rendered) -> None:
    size = (1280, 720)
    clip = Clip(seconds=2.0, size=size, picture=lambda time: lively(time, size), sound=tone(2))
    answer = analysed(rendered(clip, "clean.mp4"))
    assert {item["severity"] for item in answer["findings"]} == {"info"}
    assert [item["code"] for item in answer["findings"]] == ["audio.loudness"]


def test_missing_streams(analysed: Analysed, rendered: Rendered) -> None:
    assert only(analysed(rendered(Clip(), "mute.mp4")), "video.no_audio")["severity"] == "warning"
    sound = rendered(Clip(picture=None, sound=tone(4)), "sound.mp4")
    assert "video.no_video" not in codes(analysed(sound, media_type="audio"))
    assert only(analysed(sound, media_type="video"), "video.no_video")["severity"] == "critical"


def test_frames_follow_time_stamps_not_counts(analysed: Analysed, rendered: Rendered) -> None:
    times = (*(n / 24 for n in range(24)), 1.0, 1.5, 2.0, 3.0, *(4 + n / 12 for n in range(12)))
    answer = analysed(rendered(Clip(times=times, size=SMALL), "variable.mkv"))
    frames = [item["time_ms"] for item in answer["files"] if item["kind"] == "frame"]
    assert frames == pytest.approx([0, 333, 667, 1000, 1500, 2000, 3000, 4000, 4333, 4667], abs=45)
    assert answer["media"]["duration_ms"] == pytest.approx(5000, abs=90)


def test_a_turned_picture_is_put_upright(
    analysed: Analysed, rendered: Rendered, tmp_path: Path
) -> None:
    """A telephone held upright: the header says to turn by 90 degrees clockwise."""

    def left_is_white(time: float) -> Picture:
        picture = plain(0)
        picture[:, :80] = 255
        return picture

    data = bytearray(rendered(Clip(picture=left_is_white), "turned.mp4").read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40
    data[matrix : matrix + 20] = struct.pack(">5i", 0, 0x10000, 0, -0x10000, 0)
    source = tmp_path / "source.mp4"
    source.write_bytes(data)
    answer = analysed(source)
    assert (answer["media"]["width"], answer["media"]["height"]) == (90, 160)
    with Image.open(tmp_path / "output" / answer["files"][0]["name"]) as frame:
        assert frame.size == (90, 160)
        grey = frame.convert("L")
        assert grey.getpixel((45, 20)) == pytest.approx(255, abs=9)
        assert grey.getpixel((45, 140)) == pytest.approx(0, abs=9)


def test_messages_are_sentences(analysed: Analysed, rendered: Rendered) -> None:
    clip = Clip(seconds=5.0, picture=during(1.0, 3.5, plain(0)), sound=tone(5, level=0.01))
    answer = analysed(rendered(clip, "faulty.mp4"))
    assert all(item["message"].endswith(".") for item in answer["findings"])
    assert only(answer, "video.black")["message"] == "The picture is black for 2.5 s."
