"""The answer as a whole: files, progress, JSON, and the cap on findings."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from mediaq.analyzers.findings.catalogue import RULES
from mediaq.analyzers.findings.finding import MOST_FINDINGS, found, number, tally, worst
from mediaq.analyzers.findings.ranges import Range
from mediaq.analyzers.tool import analyse
from tests.analyzers.conftest import Analysed, Answer
from tests.kit.clips import Clip, tone

Rendered = Callable[[Clip, str], Path]
KINDS = ["contact_sheet", "contact_sheet", "contact_sheet", "poster", "waveform"]


def files(answer: Answer, kind: str) -> list[Answer]:
    """The entries of one kind."""
    return [item for item in answer["files"] if item["kind"] == kind]


@pytest.mark.parametrize("frame_format", ["jpg", "png"])
def test_files_are_what_they_say(
    analysed: Analysed, rendered: Rendered, tmp_path: Path, frame_format: str
) -> None:
    path = rendered(Clip(seconds=5.0, sound=tone(5)), "files.mp4")
    answer = analysed(path, frame_format=frame_format)
    assert len(files(answer, "frame")) == 15
    assert sorted(e["kind"] for e in answer["files"] if e["kind"] != "frame") == KINDS
    for entry in answer["files"]:
        written = tmp_path / "output" / entry["name"]
        assert written.stat().st_size == entry["size_bytes"]
        with Image.open(written) as picture:
            assert picture.size == (entry["width"], entry["height"])
            assert Image.MIME[picture.format or ""] == entry["mime_type"]


def test_sheets_have_columns_times_rows(analysed: Analysed, rendered: Rendered) -> None:
    path = rendered(Clip(seconds=5.0, sound=tone(5)), "files.mp4")
    sheets = files(analysed(path, grid=[2, 3]), "contact_sheet")
    assert [sheet["width"] for sheet in sheets] == [2 * 160 + 12] * 3
    assert [sheet["height"] for sheet in sheets] == [3 * 90 + 16, 3 * 90 + 16, 2 * 90 + 12]
    assert [sheet["time_ms"] for sheet in sheets] == [0, 2000, 4000]


def test_progress_rises_to_a_hundred(rendered: Rendered, tmp_path: Path) -> None:
    seen: list[float] = []
    path = rendered(Clip(seconds=5.0, sound=tone(5)), "files.mp4")
    analyse({"source": str(path), "output": str(tmp_path), "fps": 1}, seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert max(seen[:-1]) <= 99
    assert len(set(seen)) > 10


def test_the_answer_is_json_and_the_same_every_time(analysed: Analysed, rendered: Rendered) -> None:
    path = rendered(Clip(seconds=5.0, sound=tone(5)), "files.mp4")
    first, second = (json.dumps(analysed(path), allow_nan=False) for _ in range(2))
    assert first == second


def test_findings_are_capped_worst_first() -> None:
    many = [found("video.black", Range(at, at + 3), 3.0) for at in range(MOST_FINDINGS)]
    kept, dropped = worst(
        [found("video.low_res", None, 90.0), *many, found("video.no_video", None, None)]
    )
    assert kept[0].code == "video.no_video"
    assert (len(kept), dropped) == (MOST_FINDINGS, 2)
    assert "video.low_res" not in {item.code for item in kept}


def test_each_kind_of_finding_costs_once_by_its_worst_case() -> None:
    dark, black = found("video.dark", None, 5.0, length=4.0), found("video.black", None, 3.0)
    flash, cuts = found("image.flash", None, 4.0), found("video.rapid_cuts", None, 70.0)
    assert tally([]) == {"findings": {}, "score": 100}
    assert tally([dark, dark, cuts])["score"] == 95
    assert tally([dark, black.but(severity="info"), black, dark.but(severity="error")]) == {
        "findings": {"warning": 1, "info": 1, "error": 2},
        "score": 70,
    }
    assert (
        tally([flash, found("image.red_flash", None, 4.0), found("video.no_video", None, 0)])[
            "score"
        ]
        == 0
    )


@pytest.mark.parametrize(
    ("value", "text"), [(4.0, "4"), (4.25, "4.2"), (-0.04, "0"), (-13.98, "-14"), (1204.0, "1204")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize("code", sorted(RULES))
def test_rules_are_complete(code: str) -> None:
    rule = RULES[code]
    assert rule.code.startswith(("video.", "audio.", "speech.", "caption.", "image.", "doc."))
    assert rule.source
    assert rule.message.endswith(".")
    assert rule.suggestion.endswith((".", "}"))
