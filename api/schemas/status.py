"""How far things are."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, RootModel

from api.schemas import Timestamp
from api.status import MediaStatus, QueueStatus

MOST_ASSETS = 100


class Failure(BaseModel):
    """Why a job has no result; while it waits for its next attempt, why the last one ended."""

    code: str
    message: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self | None:
        """That of a job's row; None where the newest attempt has not failed."""
        if row["last_error"] is None:
            return None
        return cls(code=row["error_code"] or "error", message=row["last_error"])


class Speech(BaseModel):
    """How many findings are spoken, of those that will be."""

    total: int
    completed: int
    failed: int


class AssetStatus(BaseModel):
    """An asset's newest analysis; null where none was asked for yet."""

    asset_id: UUID
    analysis_id: UUID | None
    analysis_status: QueueStatus | None
    progress: int
    error: Failure | None
    speech: Speech


class Missing(BaseModel):
    """An id in a list that leads to nothing: `not_found` or `gone`."""

    asset_id: UUID
    code: str


class AssetStatuses(BaseModel):
    """Several assets, in the order asked for."""

    data: list[AssetStatus]
    missing: list[Missing]


class AssetStatusQuery(BaseModel):
    """Which assets."""

    asset_id: list[UUID] = Field(
        min_length=1,
        max_length=MOST_ASSETS,
        description="Asset ids, repeated or separated by commas.",
        examples=[["0199c0de-0000-7000-8000-000000000001"]],
    )


class AssetStatusAnswer(RootModel[AssetStatus | AssetStatuses]):
    """One asset's status, or several's."""


class ResultSummary(BaseModel):
    """What an analysis found, in a sentence and in keywords."""

    summary: str
    topics: list[str]


class MediaStatusAnswer(BaseModel):
    """One analysis as the `/api/media/*` routes show it."""

    analysis_id: UUID
    status: MediaStatus
    progress: int
    media_type: str
    source_url: str | None
    created_at: Timestamp
    updated_at: Timestamp
    completed_at: Timestamp | None
    result_summary: ResultSummary | None
    error_message: str | None


class QueueCounts(BaseModel):
    """One queue: jobs by status, age of the oldest one that is due, whether it is paused."""

    queue: str
    counts: dict[MediaStatus, int]
    oldest_due_seconds: float | None
    paused: bool


class QueuesStatus(BaseModel):
    """Every queue."""

    data: list[QueueCounts]
