"""The stage that reads pictures: when the engine is asked, for what, and what comes of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mediaq.errors import StorageFull, ToolFailed
from workers.recognition import Recognition
from workers.source import Source

SOURCE = cast(Source, SimpleNamespace(path=Path("a.pdf")))


@dataclass
class Engine:
    """Reads one line on every page, or none, or fails."""

    line: str = "Two words"
    error: BaseException | None = None
    name: str = "engine"
    asked: list[int] = field(default_factory=list)

    async def read(
        self,
        source: Path,
        media_type: str,
        pages: Sequence[int],
        *,
        output: Path,
        progress: Callable[[float], None],
    ) -> dict[str, Any]:
        if self.error:
            raise self.error
        self.asked += pages
        boxes = ([0.1, 0.2, 0.3, 0.1], [0.2, 0.5, 0.4, 0.2])
        lines = [{"text": self.line, "confidence": 0.75, "box": box} for box in boxes]
        found = [
            {"page": page, "text": self.line, "confidence": 0.75, "lines": lines} for page in pages
        ]
        return {"model": "m", "pages": found if self.line else [], "truncated": False}


def stage(
    directory: Path, engine: Engine | None, answer: dict[str, Any], most: int = 5
) -> dict[str, Any]:
    recognition = Recognition(cast(Any, engine), most)
    return asyncio.run(recognition.into(answer, SOURCE, directory, lambda _: None))


def answer(media_type: str, pages: Sequence[int] = ()) -> dict[str, Any]:
    row = {"analysis_type": media_type, "result": {"pages_without_text": list(pages)}}
    return {"media": {"media_type": media_type}, "results": [row], "findings": []}


@pytest.mark.parametrize(
    "given", [answer("video"), answer("audio"), answer("document")], ids=["video", "audio", "text"]
)
def test_what_has_no_picture_to_read_stays_as_it_is(tmp_path: Path, given: dict[str, Any]) -> None:
    engine = Engine()
    assert stage(tmp_path, engine, given) == given
    assert engine.asked == []


@pytest.mark.parametrize(
    ("engine", "most", "reason", "detail"),
    [
        (None, 5, "no_engine", None),
        (Engine(), 0, "not_asked", None),
        (Engine(error=ToolFailed("secret path")), 5, "engine_failed", "tool_failed"),
    ],
    ids=["none", "not asked", "fails"],
)
def test_why_nothing_is_read(
    tmp_path: Path, engine: Engine | None, most: int, reason: str, detail: str | None
) -> None:
    made = stage(tmp_path, engine, answer("image"), most)
    expected = {"status": "skipped", "reason": reason, "detail": detail}
    assert made["results"][1]["analysis_type"] == "ocr"
    assert made["results"][1]["result"] == expected
    assert made["findings"] == []


def test_pages_of_a_document_up_to_the_limit(tmp_path: Path) -> None:
    engine = Engine()
    made = stage(tmp_path, engine, answer("document", [2, 5, 6]), most=2)
    assert engine.asked == [2, 5]
    row = made["results"][1]
    assert row["summary"] == "18 characters were recognised on 2 pages."
    assert row["confidence"] == 0.75
    assert row["result"]["truncated"]
    assert [page["page"] for page in row["result"]["pages"]] == [2, 5]
    assert made["findings"] == []


def test_writing_in_an_image_is_a_finding(tmp_path: Path) -> None:
    made = stage(tmp_path, Engine(), answer("image"))
    (finding,) = made["findings"]
    assert (finding["code"], finding["measurement"]) == ("image.text", 2)
    assert finding["confidence"] == 0.75
    assert finding["bbox"] == pytest.approx((0.1, 0.2, 0.5, 0.5))
    assert made["results"][1]["summary"] == "9 characters were recognised."


def test_an_image_without_writing(tmp_path: Path) -> None:
    made = stage(tmp_path, Engine(line=""), answer("image"))
    assert made["results"][1]["result"]["status"] == "completed"
    assert made["results"][1]["summary"] == "No text was recognised."
    assert made["findings"] == []


@pytest.mark.parametrize("error", [StorageFull(), asyncio.CancelledError(), ZeroDivisionError()])
def test_what_is_not_the_engines_fault_is_raised(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        stage(tmp_path, Engine(error=error), answer("image"))
