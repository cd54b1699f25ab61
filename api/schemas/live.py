"""What event streams carry: the `data` of their events."""

from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas import Timestamp
from api.schemas.status import Failure, Speech
from api.status import QueueStatus

MOST_LISTED = 200


class SpokenState(BaseModel):
    """How far the speech of one finding is."""

    feedback_id: int
    ssml_status: QueueStatus | None
    audio_status: QueueStatus | None


class AnalysisState(BaseModel):
    """Event `analysis`: an analysis as it is now. `version` differs whenever anything else does.

    `findings` counts what was found, `speech` what of it is spoken. `spoken` has the first 100
    findings that are; lists leave it out.
    """

    analysis_id: UUID
    asset_id: UUID
    filename: str
    media_type: str
    status: QueueStatus
    progress: int
    findings: int
    speech: Speech
    spoken: list[SpokenState]
    error: Failure | None
    created_at: Timestamp
    version: str


class GoneState(BaseModel):
    """Event `gone`: the analysis was deleted."""

    analysis_id: UUID
    asset_id: UUID


class EndState(BaseModel):
    """Event `end`: nothing more will come; the client closes the stream."""

    analysis_id: UUID
    status: QueueStatus


class EventsQuery(BaseModel):
    """Which analyses a list follows: each asset's newest, of these assets, in these statuses."""

    asset_id: list[UUID] = Field(
        [], max_length=MOST_LISTED, description="Of these assets; none means all."
    )
    status: list[QueueStatus] = Field(
        [], max_length=10, description="In these statuses; none means all."
    )
    limit: int = Field(100, ge=1, le=MOST_LISTED, description="The newest so many.")
