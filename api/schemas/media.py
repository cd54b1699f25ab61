"""Answers of the `/api/media/*` routes."""

from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas import Timestamp
from api.schemas.asking import MediaType
from api.status import MediaStatus


class AnalysisResponse(BaseModel):
    """An analysis that was asked for. `estimated_time` is in seconds."""

    analysis_id: UUID
    status: MediaStatus
    estimated_time: int = Field(examples=[30])
    message: str = Field(examples=["Analysis queued. Check status with /api/media/status/{id}"])


class VideoResponse(AnalysisResponse):
    """The analysis of a video."""


class AudioResponse(AnalysisResponse):
    """The analysis of a sound."""


class DocumentResponse(AnalysisResponse):
    """The analysis of a document."""


class HistoryItem(BaseModel):
    """One analysis in the history."""

    analysis_id: UUID
    status: MediaStatus
    media_type: MediaType
    prompt: str | None
    created_at: Timestamp
    completed_at: Timestamp | None


class Pagination(BaseModel):
    """Where a page lies; `total` counts what fits the filters."""

    page: int
    per_page: int
    total: int
    total_pages: int

    @classmethod
    def of(cls, page: int, per_page: int, total: int) -> "Pagination":
        """The page of so many items."""
        pages = -(-total // per_page)
        return cls(page=page, per_page=per_page, total=total, total_pages=pages)


class History(BaseModel):
    """A page of analyses."""

    data: list[HistoryItem]
    pagination: Pagination
