"""The SSML job: one finding into the documents that will be spoken."""

from dataclasses import dataclass

from mediaq import __version__
from mediaq.errors import NotFound
from mediaq.queue.job import Done, Effect, Job
from mediaq.speech.finding import Finding
from mediaq.speech.ssml import compose
from workers.parts import Parts
from workers.runner import Report

QUEUE = "mediaq.ssml_jobs"


@dataclass(frozen=True)
class SsmlHandler:
    """Composes the SSML of one finding."""

    parts: Parts

    async def __call__(self, job: Job, report: Report) -> Done:
        """Raises NotFound when the finding is gone."""
        feedback_id = job.payload["feedback_id"]
        row = await self.parts.database.one("pipeline.finding", {"feedback_id": feedback_id})
        if row is None:
            raise NotFound("the finding was deleted")
        segments = compose(Finding(**row))
        params = {"feedback_id": feedback_id, "segments": segments, "version": __version__}
        return Done([Effect("pipeline.record_ssml", params)])
