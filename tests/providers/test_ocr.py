"""The local engine that reads pictures, in its sandbox, with the models of its package."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mediaq.errors import MediaInvalid, ToolTimeout
from mediaq.media.sandbox import tier
from mediaq.providers.ocr import LocalOcr
from mediaq.settings import Settings
from tests.kit.writing import LINES, scanned, writing


def read(source: Path, media_type: str, *pages: int, **more: Any) -> dict[str, Any]:
    """What the engine makes of a file."""
    settings = Settings(_env_file=None, **more)
    engine = LocalOcr.of(settings, tier(settings.sandbox))
    output = source.parent / "output"
    output.mkdir()
    work = engine.read(source, media_type, pages, output=output, progress=lambda _: None)
    return asyncio.run(work)


def test_an_image_is_read_with_its_places(tmp_path: Path) -> None:
    writing().save(tmp_path / "a.png")
    answer = read(tmp_path / "a.png", "image", 1)
    (page,) = answer["pages"]
    assert (page["page"], page["text"].splitlines()) == (1, list(LINES))
    assert 0.8 < page["confidence"] <= 1
    left, top, width, height = page["lines"][1]["box"]
    assert (left, top) == pytest.approx((40 / 480, 100 / 200), abs=0.06)
    assert 0.2 < width < 0.6
    assert 0.1 < height < 0.3


def test_only_the_pages_asked_for_are_read_in_every_tier(tmp_path: Path) -> None:
    blank = Image.new("RGB", (480, 200), "white")
    source = scanned(tmp_path / "a.pdf", [writing(["Page one"]), blank, writing(["Page three"])])
    answer = read(source, "document", 2, 3, sandbox="rlimits")
    assert [(page["page"], page["text"]) for page in answer["pages"]] == [(3, "Page three")]
    assert not answer["truncated"]


def test_broken_files_and_no_time(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(MediaInvalid):
        read(source, "document", 1)
    (tmp_path / "output").rmdir()
    with pytest.raises(ToolTimeout):
        read(source, "document", 1, ocr_seconds=0.01)
