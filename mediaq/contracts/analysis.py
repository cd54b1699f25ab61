"""What may be asked of an analysis. Absent and null mean that the settings decide."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, RootModel, model_validator

from mediaq.contracts.bounds import Bounds

CLOSED = ConfigDict(strict=True, extra="forbid", frozen=True)
FREE = Bounds(max_bytes=64 * 1024, max_depth=32)

Profile = Literal["web", "podcast", "ebu", "atsc", "netflix", "audiobook"]
Depth = Literal["quick", "full"]
Language = Annotated[str, Field(pattern="^[A-Za-z]{2,3}[A-Za-z0-9-]{0,32}$")]


class AnalysisOptions(BaseModel):
    """How a file is analysed; each one overrides a setting of the worker."""

    model_config = CLOSED

    fps: Annotated[float, Field(ge=0.1, le=30)] | None = None
    frame_format: Literal["jpg", "png"] | None = None
    contact_sheet_grid: Annotated[str, Field(pattern="^[1-9]x[1-9]$")] | None = Field(
        None, description="Columns x rows."
    )
    extract_frames: bool | None = Field(None, description="False: no frame is kept.")
    generate_contact_sheet: bool | None = Field(None, description="False: no sheet is kept.")
    transcribe_audio: bool | None = Field(None, description="True: speech is written down.")
    transcription_provider: Annotated[str, Field(pattern="^[a-z][a-z0-9_-]{0,39}$")] | None = Field(
        None, description="Asked first, before the order that the settings have."
    )
    language: Language | None = Field(
        None, description="Language that is spoken or written in the media (BCP 47)."
    )
    profile: Profile | None = None
    depth: Depth | None = Field(
        None, description="full: every check, also the slow ones (specks and dropouts)."
    )
    max_duration: Annotated[float, Field(gt=0, le=86400)] | None = Field(
        None, description="Seconds analysed; it can shorten the worker's limit, not extend it."
    )


class AnalysisConfig(BaseModel):
    """How a language model is called, where one is."""

    model_config = CLOSED

    model: Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$")] | None = None
    max_tokens: int = Field(2000, ge=1, le=1_000_000)
    temperature: float = Field(0.7, ge=0, le=2)


class AnalysisParameters(RootModel[dict[str, JsonValue]]):
    """Whatever the producer wants to keep with the analysis, within bounds."""

    model_config = ConfigDict(strict=True, frozen=True, json_schema_extra=FREE.keywords())

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        FREE.check(self.root)
        return self
