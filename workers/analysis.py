"""The analysis job: one file into the analyzer tool, its answer into effects."""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mediaq import __version__
from mediaq.analyzers.recognition import speaking
from mediaq.contracts.analysis import AnalysisOptions
from mediaq.contracts.registry import parse
from mediaq.db import jsonb
from mediaq.media.sandbox import run_tool
from mediaq.providers.transcript import Recording
from mediaq.queue.job import Done, Effect, Job
from mediaq.speech.choice import chosen
from workers.doubles import doubles
from workers.parts import Parts
from workers.recognition import Recognition
from workers.runner import Report
from workers.source import FETCHED_PERCENT, Source, Sources
from workers.transcription import Transcription, Written, effect

QUEUE = "mediaq.analysis"
TOOL = "mediaq.analyzers.tool"
# Of the progress; the rest is the transcription, or the reading of text in pictures.
MEASURED_SHARE = 0.5


@dataclass(frozen=True)
class AnalysisHandler:
    """Measures the media of one asset; everything it found lands with the completion."""

    parts: Parts
    sources: Sources
    transcription: Transcription
    recognition: Recognition

    @classmethod
    def of(cls, parts: Parts) -> "AnalysisHandler":
        """With sources as the settings have them; raises what `Sources.of` raises."""
        return cls(parts, Sources.of(parts), Transcription.of(parts), Recognition.of(parts))

    async def __call__(self, job: Job, report: Report) -> Done:
        """Raises MediaqError: permanent ones when the file is at fault."""
        options = parse(AnalysisOptions, job.payload.get("options") or {})
        source = await self.sources.find(job, report)
        report(FETCHED_PERCENT)
        key = f"processed/{source.asset_id}/{job.id}/{job.lease}"
        with self.parts.storage.scratch() as scratch:
            output = scratch / "output"
            output.mkdir()
            answer = await run_tool(
                TOOL,
                self._request(options, source) | {"speech_only": _alone(job)},
                source=source.path,
                output=output,
                limits=self.parts.limits,
                tier=self.parts.tier,
                on_progress=lambda percent: report(FETCHED_PERCENT + percent * MEASURED_SHARE),
            )
            answer = await asyncio.to_thread(without_unwanted, answer, options, output)
            written = await self._write_down(options, source, answer, scratch, report)
            if written is not None:
                answer = await asyncio.to_thread(_with, answer, written, scratch, output)
            if answer["media"] is not None:
                answer = await self.recognition.into(answer, source, scratch, _rest_of(report))
            await asyncio.to_thread(self.parts.storage.publish, output, key)
        undo = partial(self.parts.storage.remove, key)
        made = effects(job, source, key, answer)
        if written is not None and written.transcript is not None:
            made.append(effect(job.id, written.transcript))
        return Done(made, undo)

    async def _write_down(
        self,
        options: AnalysisOptions,
        source: Source,
        answer: Mapping[str, Any],
        scratch: Path,
        report: Report,
    ) -> Written | None:
        """The transcription of what has sound or could have; None for what is read or looked at."""
        media = answer["media"]
        if media is not None and media["media_type"] not in ("video", "audio"):
            return None
        reason = self.transcription.reason_to_skip(options, answer["results"])
        if reason is not None:
            return Written.skipped(reason)
        longest = min(options.max_duration or math.inf, self.parts.settings.max_duration)
        recording = Recording(source.path, options.language, longest, scratch)
        return await self.transcription.write(
            recording, options.transcription_provider, _rest_of(report)
        )

    def _request(self, options: AnalysisOptions, source: Source) -> dict[str, Any]:
        """What the job asks for, else what the settings say; limits can only be narrowed."""
        settings = self.parts.settings
        grid = options.contact_sheet_grid
        return {
            "media_type": source.form.media_type,
            "form": source.form.name,
            "fps": options.fps or settings.fps,
            "grid": [int(n) for n in grid.split("x")] if grid else list(settings.grid),
            "frame_format": options.frame_format or settings.frame_format,
            "profile": options.profile or settings.profile,
            "depth": options.depth or settings.depth,
            "max_duration": min(options.max_duration or math.inf, settings.max_duration),
            "max_pixels": settings.max_pixels,
        }


def _alone(job: Job) -> bool:
    """Whether what is said is all that is asked for."""
    return bool(job.payload["analyzer_type"] == "transcription")


def _rest_of(report: Report) -> Report:
    """Takes the percent of what follows the measurement."""
    before = FETCHED_PERCENT + 100 * MEASURED_SHARE
    return lambda percent: report(before + percent * (0.99 - before / 100))


def _with(
    answer: Mapping[str, Any], written: Written, scratch: Path, output: Path
) -> dict[str, Any]:
    """The answer with what was written down, whose files move to the others, and how it is said;
    no findings where a transcription is all that was asked for."""
    heard = None if answer["media"] is None else written.transcript
    judged = [] if heard is None else speaking.judge(heard.words, heard.language)
    for file in written.files:
        (scratch / file["name"]).rename(output / file["name"])
    return {
        **answer,
        "files": [*answer["files"], *written.files],
        "findings": [*answer["findings"], *(finding.as_json() for finding in judged)],
        "results": [*answer["results"], written.result],
    }


def without_unwanted(
    answer: Mapping[str, Any], options: AnalysisOptions, output: Path
) -> dict[str, Any]:
    """The answer without the kinds of pictures that nobody asked for, whose files are deleted."""
    wanted = {"frame": options.extract_frames, "contact_sheet": options.generate_contact_sheet}
    kept = []
    for file in answer["files"]:
        if wanted.get(file["kind"]) is False:
            (output / file["name"]).unlink()
        else:
            kept.append(file)
    return {**answer, "files": kept}


def effects(job: Job, source: Source, key: str, answer: Mapping[str, Any]) -> list[Effect]:
    """The analyzer's answer as rows, in the order of their foreign keys."""
    findings = jsonb.dump(chosen(answer["findings"]))
    ids = {"analysis_id": job.id, "asset_id": source.asset_id}
    media = answer["media"]
    return [
        *([] if media is None else [_media(source, media)]),
        Effect("pipeline.record_version", {**ids, "version": __version__}),
        Effect(
            "pipeline.record_results",
            {
                **ids,
                "results": jsonb.dump(answer["results"]),
                "prompt": job.payload.get("prompt"),
            },
        ),
        Effect(
            "pipeline.record_files", {**ids, "prefix": key, "files": jsonb.dump(answer["files"])}
        ),
        Effect("pipeline.record_feedback", {**ids, "findings": findings}),
        *([] if media is None else doubles(**ids, media=media)),
    ]


def _media(source: Source, media: Mapping[str, Any]) -> Effect:
    """What the media is."""
    facts = {name: media.get(name) for name in ("format", "frame_rate", "streams", "tags")}
    return Effect(
        "pipeline.record_media",
        {
            "asset_id": source.asset_id,
            "media_type": media["media_type"],
            "mime_type": source.form.mime_type,
            "size_bytes": source.size_bytes,
            "duration_ms": media.get("duration_ms"),
            "width": media.get("width"),
            "height": media.get("height"),
            "metadata": jsonb.dump(facts),
        },
    )
