"""Deliveries of webhooks: what may be asked of them, and their answers."""

from uuid import UUID

from pydantic import BaseModel, Field

from api.cursor import Cursor
from api.schemas import Timestamp
from api.schemas.ids import Id
from api.schemas.pages import AnyStatus
from api.schemas.status import Failure
from api.status import QueueStatus


class DeliveriesQuery(BaseModel):
    """Filters of deliveries; a list goes on from a cursor."""

    limit: int = Field(50, ge=1, le=200, description="Items at most.")
    cursor: Cursor | None = Field(None, description="`next_cursor` of the answer before.")
    analysis_id: Id | None = Field(None, description="Of this analysis.")
    status: AnyStatus | None = Field(None, description="`queued` and `pending` are the same.")


class Delivery(BaseModel):
    """A webhook: one end of an analysis, told to its callback URL."""

    webhook_id: UUID = Field(description="What the receiver gets as `webhook-id`.")
    analysis_id: UUID
    event: str
    url: str
    status: QueueStatus = Field(description="`completed`: the receiver took it.")
    attempts: int = Field(description="Since it was made, or delivered anew.")
    response_status: int | None = Field(description="The answer to the newest attempt.")
    error: Failure | None
    disabled: bool = Field(description="The receiver answered 410; it gets no more.")
    created_at: Timestamp
    next_attempt_at: Timestamp | None
    completed_at: Timestamp | None


class DeliveryAttempt(BaseModel):
    """One request to the receiver."""

    attempt: int
    response_status: int | None = Field(description="Null: there was no answer.")
    error: Failure | None
    excerpt: str | None = Field(description="How the body of a refusal begins.")
    duration_ms: int
    created_at: Timestamp


class DeliveryLog(Delivery):
    """A webhook with its newest attempts, the newest first."""

    log: list[DeliveryAttempt]


class DeliveryList(BaseModel):
    """Deliveries, the newest first; null ends the list."""

    data: list[Delivery]
    next_cursor: str | None
