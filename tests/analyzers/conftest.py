"""Runs the analyzer in process on clips that are rendered once a session."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediaq.analyzers.tool import analyse
from tests.kit.clips import Clip, render

Answer = dict[str, Any]
Analysed = Callable[..., Answer]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Clip, str], Path]:
    """Renders a clip under a name of its own, once."""
    folder, done = tmp_path_factory.mktemp("clips"), set[Path]()

    def once(clip: Clip, name: str) -> Path:
        path = folder / name
        if path not in done:
            render(clip, path)
            done.add(path)
        return path

    return once


@pytest.fixture
def analysed(tmp_path: Path) -> Analysed:
    """Analyses a file; keywords go into the request. The output is `tmp_path / "output"`."""

    def run(source: Path, **request: Any) -> Answer:
        output = tmp_path / "output"
        output.mkdir(exist_ok=True)
        raw = {"source": str(source), "output": str(output), "media_type": "unknown", **request}
        return analyse(raw, lambda percent: None)

    return run


def found(answer: Answer, code: str) -> list[Answer]:
    """The findings of one code in order of time."""
    every: list[Answer] = [item for item in answer["findings"] if item["code"] == code]
    return sorted(every, key=lambda item: int(item["start_ms"] or 0))


def only(answer: Answer, code: str) -> Answer:
    """The one finding of a code."""
    (one,) = found(answer, code)
    return one


def codes(answer: Answer) -> set[str]:
    """All codes found, without the size of our small clips."""
    return {item["code"] for item in answer["findings"]} - {"video.low_res"}
