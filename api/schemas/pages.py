"""What lists may be asked for."""

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.asking import MediaType
from api.schemas.moments import LastMoment, Moment

# The status as either vocabulary says it; `pending` and `queued` are one.
AnyStatus = Literal["pending", "queued", "processing", "completed", "failed", "canceled"]


class PageQuery(BaseModel):
    """A page, counted from 1."""

    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(20, ge=1, le=100)

    def window(self) -> dict[str, int]:
        """The parameters `limit` and `offset` of a statement."""
        return {"limit": self.per_page, "offset": (self.page - 1) * self.per_page}


class SpanQuery(PageQuery):
    """A page of what was made between two times; a day alone counts whole."""

    media_type: MediaType | None = None
    date_from: Moment | None = None
    date_to: LastMoment | None = None


class HistoryQuery(SpanQuery):
    """Filters and order of the history."""

    status: AnyStatus | None = None
    sort_by: Literal["created_at", "updated_at", "completed_at"] = "created_at"
    order: Literal["asc", "desc"] = "desc"
