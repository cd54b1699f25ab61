"""A resumable upload, as JSON."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import Timestamp


class ResumableUpload(BaseModel):
    """`offset` bytes of `length` are safe; asset and analysis are there once it is completed."""

    model_config = ConfigDict(populate_by_name=True)

    upload_id: UUID = Field(validation_alias="id")
    state: Literal["uploading", "completed", "failed"]
    offset: int = Field(validation_alias="received")
    length: int | None
    filename: str
    sha256: str | None
    error_code: str | None
    asset_id: UUID | None
    analysis_id: UUID | None
    duplicate: bool
    created_at: Timestamp
    expires_at: Timestamp
