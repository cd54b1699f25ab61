"""Uploads: what may be asked of them, and their answer."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.asking import UrlText
from mediaq.contracts.analysis import Depth, Language, Profile


class UploadQuery(BaseModel):
    """What may be asked of an upload."""

    filename: str | None = Field(None, max_length=1000, description="The name of a raw body.")
    force: bool = Field(False, description="Analyse anew what was analysed before.")
    priority: int = Field(0, ge=-1000, le=1000, description="Lower ones run earlier.")
    tag: str | None = Field(
        None, min_length=1, max_length=200, description="Comes back with the analysis."
    )
    callback_url: UrlText | None = Field(
        None, description="https; told when the analysis ends, which is then always a new one."
    )
    profile: Profile | None = Field(None, description="What its loudness is held against.")
    depth: Depth | None = Field(None, description="full: every check, also the slow ones.")
    language: Language | None = Field(
        None, description="Language that is spoken or written in it (BCP 47)."
    )

    @property
    def options(self) -> dict[str, str]:
        """How the file is to be analysed, where that was said."""
        return self.model_dump(include={"profile", "depth", "language"}, exclude_none=True)


class Uploaded(BaseModel):
    """An upload that is stored. `duplicate`: the same content was uploaded before, and this is its
    asset and analysis; nothing new was queued."""

    asset_id: UUID
    analysis_id: UUID
    status: Literal["queued", "processing", "completed"]
    duplicate: bool
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
