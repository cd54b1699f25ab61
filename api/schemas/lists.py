"""The lists of `/api/v1`: what may be asked of them, and their answers."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.cursor import Cursor
from api.schemas import Timestamp
from api.schemas.analyses import Feedback
from api.schemas.asking import MediaType
from api.schemas.assets import Asset
from api.schemas.ids import Id
from api.schemas.media import Pagination
from api.schemas.moments import LastMoment, Moment
from api.schemas.pages import AnyStatus, PageQuery
from api.schemas.status import Failure
from api.status import QueueStatus

Severity = Literal["critical", "error", "warning", "info"]


class ListQuery(BaseModel):
    """A list from a cursor on, of what was made between two times; a day alone counts whole."""

    limit: int = Field(50, ge=1, le=200, description="Items at most.")
    cursor: Cursor | None = Field(None, description="`next_cursor` of the answer before.")
    media_type: MediaType | None = Field(None, description="What the media is.")
    date_from: Moment | None = Field(None, description="Not made before.")
    date_to: LastMoment | None = Field(None, description="Not made after.")


class AssetsQuery(ListQuery):
    """Filters of assets."""

    analysis_status: AnyStatus | None = Field(None, description="Of the newest analysis.")
    upload_status: Literal["pending", "uploading", "completed", "failed"] | None = Field(
        None, description="How far the upload is."
    )


class AnalysesQuery(ListQuery):
    """Filters of analyses."""

    status: AnyStatus | None = Field(None, description="`queued` and `pending` are the same.")
    asset_id: Id | None = Field(None, description="Of this asset.")
    session_id: str | None = Field(None, min_length=1, max_length=200, description="Of a session.")
    tag: str | None = Field(None, min_length=1, max_length=200, description="With this tag.")


class FeedbackQuery(PageQuery):
    """A page of findings, the worst first."""

    severity: Severity | None = Field(None, description="Of this severity.")


class AssetList(BaseModel):
    """Assets, the newest first; null ends the list."""

    data: list[Asset]
    next_cursor: str | None


class AnalysisItem(BaseModel):
    """An analysis in a list."""

    analysis_id: UUID
    asset_id: UUID
    status: QueueStatus
    progress: int
    kickoff: str
    analyzer_type: str
    analyzer_version: str | None
    tag: str | None
    priority: int
    filename: str
    media_type: MediaType
    error: Failure | None
    created_at: Timestamp
    completed_at: Timestamp | None


class AnalysisList(BaseModel):
    """Analyses, the newest first; null ends the list."""

    data: list[AnalysisItem]
    next_cursor: str | None


class FeedbackPage(BaseModel):
    """A page of findings, each with its speech."""

    data: list[Feedback]
    pagination: Pagination
