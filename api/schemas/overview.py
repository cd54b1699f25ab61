"""Finished results, how well engines do, and what is configured."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas import Timestamp
from api.schemas.asking import MediaType
from api.schemas.ids import Id
from api.schemas.media import Pagination
from api.schemas.pages import SpanQuery
from api.status import MediaStatus


class ArchiveRequest(SpanQuery):
    """Finished analyses, by the time they were finished."""

    analysis_id: Id | None = Field(None, description="This one alone.")


class AnalyzeResponse(BaseModel):
    """The result of an analysis. `analysis_result` has what every analyzer and provider found under
    its name, and `frames_extracted`, `transcription` and `confidence_score`."""

    status: MediaStatus
    frame_count: int | None
    contact_sheet_path: str | None = Field(description="Where the first contact sheet is.")
    analysis_result: dict[str, Any]
    processing_time_ms: int | None


class ArchiveItem(AnalyzeResponse):
    """A finished analysis."""

    analysis_id: UUID
    asset_id: UUID
    filename: str
    media_type: MediaType
    prompt: str | None
    tag: str | None
    created_at: Timestamp
    completed_at: Timestamp


class ArchiveResponse(BaseModel):
    """A page of results, the newest first."""

    data: list[ArchiveItem]
    pagination: Pagination


class BenchmarkRow(BaseModel):
    """How well one model does one operation. `local` is what runs here: by analyzer and release,
    the operation being the kind of media."""

    provider: str
    model: str | None
    operation: str
    runs: int
    completed: int
    failed: int
    success_rate: float
    latency_ms_p50: float | None
    latency_ms_p95: float | None
    units: float | None
    cost_usd: float | None


class Benchmark(BaseModel):
    """By provider and model, from the newest 10,000 calls and 1,000 analyses; nothing is called."""

    data: list[BenchmarkRow]


class ProviderConfig(BaseModel):
    """Whether a key is set; never the key."""

    name: str
    configured: bool


class ConfigAnswer(BaseModel):
    """What is in force unless a request says otherwise."""

    version: str
    analyzers: list[str]
    formats: dict[str, list[str]] = Field(description="File extensions by kind of media.")
    defaults: dict[str, Any] = Field(description="Of an analysis' options, and of speech.")
    limits: dict[str, float]
    providers: list[ProviderConfig]
