"""Assets: what was uploaded."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.schemas import Timestamp
from api.status import QueueStatus


class Asset(BaseModel):
    """One upload or URL; what the analysis measures is null until then."""

    asset_id: UUID
    filename: str
    media_type: str
    mime_type: str | None
    size_bytes: int | None
    sha256: str | None
    duration_ms: int | None
    width: int | None
    height: int | None
    metadata: dict[str, Any]
    source_url: str | None
    upload_status: str
    analysis_status: QueueStatus | None
    created_at: Timestamp
    updated_at: Timestamp


class AssetAnalysis(BaseModel):
    """An analysis in the list of its asset's."""

    analysis_id: UUID
    status: QueueStatus
    progress: int
    kickoff: str
    analyzer_type: str
    analyzer_version: str | None
    created_at: Timestamp
    completed_at: Timestamp | None


class AssetAnalyses(BaseModel):
    """The newest analyses of an asset, newest first."""

    data: list[AssetAnalysis]
