"""The stage that reads text in pictures: in an image, and on the pages of a PDF that hold no text.
It ends with a result: what was read, or why not. That it fails is no failure of the analysis."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediaq import log
from mediaq.analyzers.findings.finding import found
from mediaq.errors import BlobMissing, MediaqError, StorageFull
from mediaq.providers.ocr import LocalOcr, installed
from workers.parts import Parts
from workers.source import Source

logger = log.get(__name__)

Answer = dict[str, Any]
_SKIPPED = {
    "not_asked": "Text in pictures is not to be read.",
    "no_engine": "Text in pictures was not read: no OCR engine is installed (mediaq[ocr]).",
    "engine_failed": "Text in pictures could not be read.",
}


@dataclass(frozen=True)
class Recognition:
    """Reads at most `most_pages` of a file; `engine` is None when none is installed."""

    engine: LocalOcr | None
    most_pages: int

    @classmethod
    def of(cls, parts: Parts) -> "Recognition":
        """With the engine if it is installed."""
        engine = LocalOcr.of(parts.settings, parts.tier) if installed() else None
        return cls(engine, parts.settings.ocr_pages)

    async def into(
        self, answer: Answer, source: Source, scratch: Path, report: Callable[[float], None]
    ) -> Answer:
        """The analyzer's answer with a result `ocr`, where there is a picture to be read."""
        pages = pictured(answer)
        if not pages:
            return answer
        reason = None if self.most_pages else "not_asked"
        if reason or self.engine is None:
            return _with(answer, _skipped(reason or "no_engine"))
        media_type = str(answer["media"]["media_type"])
        try:
            output = scratch / "ocr"
            output.mkdir()
            read = await self.engine.read(
                source.path,
                media_type,
                pages[: self.most_pages],
                output=output,
                progress=report,
            )
        except (StorageFull, BlobMissing):  # ours, and the job's to try again
            raise
        except MediaqError as error:
            logger.warning("ocr_failed", engine=self.engine.name, code=error.code)
            return _with(answer, _skipped("engine_failed", error.code))
        cut = bool(read["truncated"]) or len(pages) > self.most_pages
        findings = _findings(read["pages"]) if media_type == "image" else []
        return _with(answer, _read(self.engine.name, read, cut), findings)


def pictured(answer: Answer) -> Sequence[int]:
    """The pages to be read: the only one of an image, those of a document that hold no text."""
    if answer["media"]["media_type"] == "image":
        return [1]
    found = [row["result"] for row in answer["results"] if row["analysis_type"] == "document"]
    return [page for result in found for page in result.get("pages_without_text", ())]


def _with(answer: Answer, row: Answer, findings: Sequence[Any] = ()) -> Answer:
    return {
        **answer,
        "results": [*answer["results"], row],
        "findings": [*answer["findings"], *findings],
    }


def _skipped(reason: str, detail: str | None = None) -> dict[str, Any]:
    result = {"status": "skipped", "reason": reason, "detail": detail}
    return _row(result, _SKIPPED[reason], None)


def _read(engine: str, read: Answer, cut: bool) -> dict[str, Any]:
    pages = read["pages"]
    characters = sum(len(page["text"]) for page in pages)
    result = {
        "status": "completed",
        "engine": engine,
        "model": read["model"],
        "pages": pages,
        "characters": characters,
        "truncated": cut,
    }
    if not pages:
        return _row(result, "No text was recognised.", None)
    where = "" if pages[-1]["page"] == 1 else f" on {len(pages)} page{'s'[: len(pages) > 1]}"
    return _row(result, f"{characters:,} characters were recognised{where}.", _mean(pages))


def _mean(pages: Sequence[Answer]) -> float:
    scores = [float(line["confidence"]) for page in pages for line in page["lines"]]
    return round(sum(scores) / len(scores), 3)


def _findings(pages: Sequence[Answer]) -> list[dict[str, Any]]:
    """That there is writing in an image, and where."""
    words = sum(len(page["text"].split()) for page in pages)
    if not words:
        return []
    many = "1 word" if words == 1 else f"{words:,} words"
    finding = found("image.text", None, float(words), words=many)
    confidence = _mean(pages)
    return [finding.but(confidence=confidence, bbox=_around(pages)).as_json()]


def _around(pages: Sequence[Answer]) -> tuple[float, float, float, float]:
    """The rectangle around all lines of the picture."""
    boxes = [line["box"] for page in pages for line in page["lines"]]
    left, top = (min(box[side] for box in boxes) for side in (0, 1))
    right, bottom = (max(box[side] + box[side + 2] for box in boxes) for side in (0, 1))
    return left, top, round(right - left, 4), round(bottom - top, 4)


def _row(result: dict[str, Any], summary: str, confidence: float | None) -> dict[str, Any]:
    return {
        "analysis_type": "ocr",
        "result": result,
        "summary": summary,
        "confidence": confidence,
    }
