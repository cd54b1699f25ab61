"""The search: what may be asked, and what is found."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.asking import MediaType

Kind = Literal["finding", "transcript", "page", "name"]
FORM = r"^[A-Za-z0-9_-]{16}$"
Cursor = Annotated[str, Field(json_schema_extra={"pattern": FORM})]


class SearchQuery(BaseModel):
    """What is looked for, and where."""

    q: str = Field(
        min_length=1,
        max_length=300,
        description='Words, all of which match; `"a phrase"`, `or`, `-not`, `begin*`.',
        examples=["window"],
    )
    kind: list[Kind] = Field(
        default_factory=list, description="Only passages of these kinds; repeated or by commas."
    )
    media_type: list[MediaType] = Field(
        default_factory=list, description="Only in media of these types; repeated or by commas."
    )
    limit: int = Field(20, ge=1, le=100, description="Hits at most.")
    cursor: Cursor | None = Field(None, description="`next_cursor` of the answer before.")


class Piece(BaseModel):
    """A piece of a snippet, as plain text."""

    text: str
    match: bool = Field(description="Whether this is what was looked for.")


class Hit(BaseModel):
    """A passage that matches, and where it is."""

    kind: Kind = Field(description="`page` is of a document, or of text in a picture.")
    asset_id: UUID
    analysis_id: UUID | None = Field(description="Null for a name.")
    filename: str
    media_type: MediaType
    feedback_id: int | None = Field(description="Of a finding, as are `code` and `severity`.")
    code: str | None
    severity: str | None
    start_ms: int | None = Field(description="When it is said or found.")
    end_ms: int | None
    page: int | None
    rank: float = Field(description="How well it matches; to compare within one search only.")
    snippet: list[Piece]


class SearchAnswer(BaseModel):
    """Hits, the best first; null ends the list."""

    data: list[Hit]
    next_cursor: str | None
