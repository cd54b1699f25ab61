"""What lists may be asked for."""

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.asking import MediaType
from api.schemas.moments import LastMoment, Moment

# The status as either vocabulary says it; `pending` and `queued` are one.
AnyStatus = Literal["pending", "queued", "processing", "completed", "failed", "canceled"]


class PageQuery(BaseModel):
    """A page, counted from 1."""

    page: int = Field(1, ge=1, le=100_000, description="Counted from 1.")
    per_page: int = Field(20, ge=1, le=100, description="Items of a page.")

    def window(self) -> dict[str, int]:
        """The parameters `limit` and `offset` of a statement."""
        return {"limit": self.per_page, "offset": (self.page - 1) * self.per_page}


class SpanQuery(PageQuery):
    """A page of what was made between two times; a day alone counts whole."""

    media_type: MediaType | None = Field(None, description="What the media is.")
    date_from: Moment | None = Field(None, description="Not made before.")
    date_to: LastMoment | None = Field(None, description="Not made after.")


class HistoryQuery(SpanQuery):
    """Filters and order of the history."""

    status: AnyStatus | None = Field(None, description="`queued` and `pending` are the same.")
    sort_by: Literal["created_at", "updated_at", "completed_at"] = Field(
        "created_at", description="The time to sort by; created_at by an index."
    )
    order: Literal["asc", "desc"] = Field("desc", description="Newest or oldest first.")
