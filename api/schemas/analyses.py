"""An analysis with everything it produced."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.schemas import Timestamp
from api.schemas.assets import Asset
from api.schemas.status import Failure
from api.status import QueueStatus
from mediaq.contracts.transcript import Segment


class Result(BaseModel):
    """One analyzer's result."""

    analysis_type: str
    result: Any
    summary: str | None
    confidence_score: float | None
    model_used: str | None
    created_at: Timestamp


class File(BaseModel):
    """A derived file; its bytes are at `url`."""

    file_id: UUID
    kind: str
    position: int
    url: str
    mime_type: str
    size_bytes: int
    width: int | None
    height: int | None
    time_ms: int | None


class SsmlSegment(BaseModel):
    """A part of what is to be spoken."""

    segment_index: int
    ssml: str
    provider: str
    version: str | None


class AudioSegment(BaseModel):
    """A spoken part; its bytes are at `url`, `marks` are names and milliseconds."""

    segment_id: int
    segment_index: int
    url: str
    format: str
    duration_ms: int
    size_bytes: int | None
    marks: Any
    provider: str
    version: str | None


class Feedback(BaseModel):
    """A finding, with its speech."""

    feedback_id: int
    code: str
    severity: str
    category: str | None
    start_ms: int | None
    end_ms: int | None
    page: int | None
    bbox: Any
    message: str | None
    measurement: float | None
    unit: str | None
    threshold: float | None
    source: str | None
    suggestion: str | None
    confidence: float | None
    language: str
    details: dict[str, Any]
    ssml_status: QueueStatus | None
    audio_status: QueueStatus | None
    created_at: Timestamp
    ssml: list[SsmlSegment]
    audio: list[AudioSegment]


class Transcript(BaseModel):
    """What is said, in sentences where the engine gave them; its words are at `/transcript`."""

    provider: str
    model: str | None
    language: str | None
    confidence: float | None
    text: str
    segments: list[Segment]


class Attempt(BaseModel):
    """An attempt that ended badly."""

    attempt: int
    kind: str
    code: str
    error: str
    created_at: Timestamp


class Analysis(BaseModel):
    """The whole analysis. `files` holds the first of each kind; `files_total` counts them all."""

    analysis_id: UUID
    status: QueueStatus
    progress: int
    kickoff: str
    analyzer_type: str
    analyzer_version: str | None
    prompt: str | None
    config: dict[str, Any]
    options: dict[str, Any]
    parameters: dict[str, Any]
    tag: str | None
    error: Failure | None
    attempt: int
    created_at: Timestamp
    updated_at: Timestamp
    started_at: Timestamp | None
    completed_at: Timestamp | None
    processing_time_ms: int | None
    asset: Asset
    results: list[Result]
    files: list[File]
    files_total: int
    files_by_kind: dict[str, int]
    feedback: list[Feedback]
    transcript: Transcript | None
    attempts: list[Attempt]
