"""The analysis handler: options of the job before settings of the worker."""

from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest

from mediaq.contracts.analysis import AnalysisOptions
from mediaq.contracts.registry import parse
from mediaq.errors import InvalidInput
from mediaq.media import formats
from mediaq.settings import Settings
from workers.analysis import AnalysisHandler, without_unwanted
from workers.parts import Parts
from workers.recognition import Recognition
from workers.source import Source, Sources
from workers.transcription import Transcription


class Only:
    """Parts of which only the settings matter."""

    settings = Settings(fps=2.0, contact_sheet_grid="4x5", profile="ebu", max_duration=100.0)


def asked(**options: Any) -> dict[str, Any]:
    """What the tool is asked for."""
    source = Source(
        uuid4(), Path("picture.png"), 1, formats.detect(b"\x89PNG\r\n\x1a\n" + bytes(16))
    )
    handler = AnalysisHandler(
        cast("Parts", Only()), cast("Sources", None), Transcription(()), Recognition(None, 0)
    )
    return handler._request(parse(AnalysisOptions, options), source)


def test_without_options_the_settings_decide() -> None:
    plain = asked()
    assert (plain["fps"], plain["grid"], plain["profile"]) == (2.0, [4, 5], "ebu")
    assert (plain["frame_format"], plain["max_duration"]) == ("jpg", 100.0)
    assert asked(fps=None, profile=None, frame_format=None) == plain


def test_options_come_first() -> None:
    found = asked(fps=0.5, contact_sheet_grid="1x9", profile="atsc", frame_format="png")
    assert (found["fps"], found["grid"]) == (0.5, [1, 9])
    assert (found["profile"], found["frame_format"]) == ("atsc", "png")


@pytest.mark.parametrize(("wanted", "given"), [(30, 30), (100, 100), (86400, 100)])
def test_a_limit_can_only_be_narrowed(wanted: float, given: float) -> None:
    assert asked(max_duration=wanted)["max_duration"] == given


def test_options_that_slipped_past_the_database_fail_for_good() -> None:
    with pytest.raises(InvalidInput, match=r"^fps: .*; colour: ") as caught:
        asked(fps="3", colour=1)
    assert caught.value.permanent


def test_unwanted_pictures_are_deleted(tmp_path: Path) -> None:
    files = [{"kind": kind, "name": f"{kind}.jpg"} for kind in ("frame", "contact_sheet", "poster")]
    for file in files:
        (tmp_path / file["name"]).write_bytes(b"x")
    options = AnalysisOptions(extract_frames=False, generate_contact_sheet=True)
    kept = without_unwanted({"files": files, "media": 1}, options, tmp_path)
    assert kept == {"files": files[1:], "media": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contact_sheet.jpg", "poster.jpg"]
