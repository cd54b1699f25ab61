"""The audio job: the SSML of one finding into one spoken file per segment."""

import asyncio
from dataclasses import dataclass
from functools import partial

from mediaq import __version__
from mediaq.db import jsonb
from mediaq.errors import NotFound
from mediaq.media.sandbox import run_tool
from mediaq.queue.job import Done, Effect, Job
from mediaq.speech.voices import voice_for, voices
from workers.parts import Parts
from workers.runner import Report

QUEUE = "mediaq.audio_jobs"
TOOL = "mediaq.speech.tool"


@dataclass(frozen=True)
class AudioHandler:
    """Speaks the segments of one finding with the local voice."""

    parts: Parts

    async def __call__(self, job: Job, report: Report) -> Done:
        """Raises NotFound when there is no SSML, ToolFailed when the voice breaks down."""
        feedback_id = job.payload["feedback_id"]
        rows = await self.parts.database.all("pipeline.ssml_segments", {"feedback_id": feedback_id})
        if not rows:
            raise NotFound("the finding has no SSML")
        settings = self.parts.settings
        key = f"processed/{rows[0]['asset_id']}/speech/{feedback_id}/{job.lease}"
        with self.parts.storage.scratch() as scratch:
            output = scratch / "output"
            output.mkdir()
            answer = await run_tool(
                TOOL,
                {
                    "segments": [row["ssml"] for row in rows],
                    "voice": voice_for(
                        rows[0]["language"], voices(settings.voices), settings.voice
                    ),
                    "rate": settings.speech_rate,
                    "format": settings.audio_format,
                },
                source=None,
                output=output,
                limits=self.parts.limits,
                tier=self.parts.tier,
                on_progress=report,
            )
            await asyncio.to_thread(self.parts.storage.publish, output, key)
        params = {
            "feedback_id": feedback_id,
            "prefix": key,
            "segments": jsonb.dump(answer["segments"]),
            "version": __version__,
        }
        return Done(
            [Effect("pipeline.record_audio", params)], partial(self.parts.storage.remove, key)
        )
