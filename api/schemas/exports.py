"""What is exported of an analysis."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas import Timestamp
from api.schemas.analyses import Feedback
from api.status import QueueStatus
from mediaq.contracts.transcript import Word

Format = Literal["json", "csv", "srt", "vtt", "txt", "m3u", "zip"]
TranscriptFormat = Literal["json", "srt", "vtt", "txt"]


class ExportQuery(BaseModel):
    """The format, and what else goes into a zip."""

    format: Format = Field("json", description="`m3u` plays what is spoken; `zip` holds it all.")
    frames: bool = Field(False, description="With `zip`: the single frames too.")
    original: bool = Field(False, description="With `zip`: the media itself too.")


class TranscriptQuery(BaseModel):
    """The format of a transcript."""

    format: TranscriptFormat = Field("json", description="`srt` and `vtt` need times of words.")


class FindingsExport(BaseModel):
    """An analysis' findings, the gravest first. While `status` is not an end there may be more."""

    analysis_id: UUID
    asset_id: UUID
    filename: str
    media_type: str
    duration_ms: int | None
    status: QueueStatus
    completed_at: Timestamp | None
    findings: list[Feedback]


class TranscriptExport(BaseModel):
    """What is said in the media. `words` is empty where times of words are not known."""

    analysis_id: UUID
    provider: str
    language: str | None
    confidence: float | None
    text: str
    words: list[Word]
