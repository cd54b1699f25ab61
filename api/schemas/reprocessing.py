"""Analysing again what is stored."""

from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.asking import Analyzer, MediaType, UrlText
from api.schemas.ids import Id
from api.schemas.moments import LastMoment, Moment
from api.schemas.pages import AnyStatus
from mediaq.contracts.analysis import AnalysisConfig, AnalysisOptions, AnalysisParameters


class AssetFilter(BaseModel):
    """Which assets; all of them where nothing is named."""

    asset_ids: list[Id] | None = Field(None, min_length=1, max_length=1000)
    media_type: MediaType | None = None
    analysis_status: AnyStatus | None = Field(None, description="Of the newest analysis.")
    date_from: Moment | None = None
    date_to: LastMoment | None = None
    outdated: bool = Field(False, description="Without a result of this release.")


class ReprocessRequest(BaseModel):
    """New analyses of the assets that fit the filter, behind everything asked for otherwise."""

    filter: AssetFilter
    analyzer_type: Analyzer = "technical"
    prompt: str | None = Field(None, max_length=32_000)
    config: AnalysisConfig | None = None
    options: AnalysisOptions | None = None
    parameters: AnalysisParameters | None = None
    priority: int = Field(100, ge=1, le=1000, description="Smaller runs first; uploads have 0.")
    run_at: Moment | None = None
    tag: str | None = Field(None, min_length=1, max_length=200)
    callback_url: UrlText | None = None
    limit: int = Field(1000, ge=1, le=1000)
    cursor: Id | None = Field(None, description="`next_cursor` of the answer before.")


class Reprocessed(BaseModel):
    """`tag` names the batch: `GET /api/v1/analyses?tag=…` follows it."""

    count: int
    tag: str
    analysis_ids: list[UUID]
    next_cursor: UUID | None = Field(description="Null when no more assets fit.")
