"""One webhook: a thin body and the headers of Standard Webhooks 1.0.0
(https://github.com/standard-webhooks/standard-webhooks)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field
from standardwebhooks import Webhook as Signer


class WebhookData(BaseModel):
    """Which analysis ended, and how; what was found is asked for with its id."""

    analysis_id: UUID
    asset_id: UUID
    status: Literal["completed", "failed", "canceled"]
    tag: str | None = Field(description="What whoever asked for the analysis called it.")
    error_code: str | None = Field(None, description="Why it failed.")


class Webhook(BaseModel):
    """What a receiver is told."""

    type: Literal["analysis.completed", "analysis.failed", "analysis.canceled"]
    timestamp: AwareDatetime = Field(description="When the analysis ended.")
    data: WebhookData


def headers(id: UUID, body: bytes, secrets: Sequence[str], moment: datetime) -> dict[str, str]:
    """What goes with a body: the delivery's id, the same at every attempt; the moment of this one;
    a signature by each secret."""
    moment = moment.astimezone(UTC)
    said = body.decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": str(id),
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(
            Signer(secret).sign(str(id), moment, said) for secret in secrets
        ),
    }
