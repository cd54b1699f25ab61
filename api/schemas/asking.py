"""What may be asked of media. Every request names its media in exactly one way."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.ids import Id
from api.schemas.moments import Moment
from mediaq.contracts.analysis import AnalysisConfig, AnalysisOptions, AnalysisParameters

ANALYZERS = ("technical", "transcription")
# How media that is here already is named.
STORED = ("asset_id", "video_recording_id", "video_path")
MediaType = Literal["video", "audio", "document", "image", "unknown"]


def _known(name: str) -> str:
    if name not in ANALYZERS:
        raise PydanticCustomError(
            "unknown_analyzer", "is no analyzer: there are technical and transcription"
        )
    return name


Analyzer = Annotated[
    str, AfterValidator(_known), Field(json_schema_extra={"enum": list(ANALYZERS)})
]
UrlText = Annotated[
    str, Field(min_length=1, max_length=2048, examples=["https://example.com/v.mp4"])
]


class Order(BaseModel):
    """How an analysis is to be made, whatever its media."""

    prompt: str | None = Field(None, max_length=32_000, examples=["What happens in this video?"])
    config: AnalysisConfig | None = None
    options: AnalysisOptions | None = None
    priority: int = Field(0, ge=-1000, le=1000, description="Smaller runs first.")
    run_at: Moment | None = Field(None, description="Not before this time.")
    tag: str | None = Field(
        None, min_length=1, max_length=200, description="Echoed, and a filter of lists."
    )
    callback_url: UrlText | None = Field(None, description="https; told when the analysis ends.")
    session_id: str | None = Field(None, min_length=1, max_length=200)
    force: bool = Field(False, description="Analyse again what was analysed in the same words.")


class AssetOrder(Order):
    """An analysis of the asset in the path."""

    analyzer_type: Analyzer = "technical"
    params: AnalysisParameters | None = Field(None, description="Kept with the analysis.")


def _one_of_the_sources(schema: dict[str, Any], model: "type[MediaOrder]") -> None:
    """Says in a JSON schema what `_one_source` checks: one is there and not null."""
    schema["oneOf"] = [
        {"required": [name], "properties": {name: {"type": "string"}}}
        for name in (model.URL, *STORED)
    ]


class MediaOrder(Order):
    """An analysis of media that the body names: by URL, or as something stored already."""

    model_config = ConfigDict(json_schema_extra=_one_of_the_sources)

    URL: ClassVar[str] = "media_url"

    asset_id: Id | None = Field(None, description="Something that was uploaded.")
    video_recording_id: Id | None = Field(None, description="The same as `asset_id`.")
    video_path: str | None = Field(
        None, min_length=1, max_length=1000, description="A file below the storage root."
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        names = (self.URL, *STORED)
        given = [name for name in names if getattr(self, name) is not None]
        if not given:
            raise PydanticCustomError("missing_field", f"one of {', '.join(names)} is required")
        if len(given) > 1:
            raise PydanticCustomError(
                "invalid_value", f"only one of {', '.join(given)} may be given"
            )
        return self


class AnalyzeRequest(MediaOrder):
    """`media_type` is what the sender takes the media for; what it is is detected."""

    media_url: UrlText | None = None
    media_type: MediaType = "unknown"
    analyzer_type: Analyzer = "technical"
    parameters: AnalysisParameters | None = Field(None, description="Kept with the analysis.")
