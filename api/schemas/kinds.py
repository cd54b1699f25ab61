"""Requests by kind of media, each of which is a certain analysis."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from api.schemas.asking import Analyzer, AnalyzeRequest, MediaOrder, MediaType, UrlText
from mediaq.contracts.analysis import AnalysisOptions

Fps = Annotated[float, Field(ge=0.1, le=30)]
Grid = Annotated[str, Field(pattern="^[1-9]x[1-9]$", examples=["2x3"])]
Provider = Annotated[str, Field(pattern="^[a-z][a-z0-9_-]{0,39}$", examples=["deepgram"])]
Language = Annotated[
    str, Field(pattern="^[A-Za-z]{2,3}[A-Za-z0-9-]{0,32}$", examples=["en", "pt-BR"])
]


class KindOrder(MediaOrder):
    """The media is of one kind; `options` beside the fields of the kind, which go first."""

    KIND: ClassVar[MediaType]

    def named(self) -> AnalysisOptions:
        """The options that the fields of the kind stand for."""
        return AnalysisOptions()

    def analyzer(self) -> str:
        """The analyzer that is asked for."""
        return "technical"

    def analyze(self) -> AnalyzeRequest:
        """The same as a general request."""
        options = AnalysisOptions.model_validate(
            {
                **(self.options.model_dump(exclude_unset=True) if self.options else {}),
                **self.named().model_dump(exclude_none=True),
            }
        )
        mine = {name: getattr(self, name) for name in MediaOrder.model_fields}
        return AnalyzeRequest.model_construct(
            **{
                **mine,
                "options": options,
                "media_url": getattr(self, self.URL),
                "media_type": self.KIND,
                "analyzer_type": self.analyzer(),
                "parameters": None,
            }
        )


class VideoRequest(KindOrder):
    """A video: frames at `fps`, kept as `output_format`."""

    URL, KIND = "video_url", "video"

    video_url: UrlText | None = None
    fps: Fps = 3.0
    output_format: Literal["jpg", "png"] | None = None

    def named(self) -> AnalysisOptions:
        given = self.fps if "fps" in self.model_fields_set else None
        return AnalysisOptions(fps=given, frame_format=self.output_format)


class FramesRequest(VideoRequest):
    """The frames of a video, and no contact sheets."""

    def named(self) -> AnalysisOptions:
        return AnalysisOptions(
            fps=self.fps,
            frame_format=self.output_format,
            extract_frames=True,
            generate_contact_sheet=False,
        )


class ContactSheetRequest(VideoRequest):
    """The contact sheets of a video, `grid` columns x rows, and no single frames."""

    grid: Grid | None = None

    def named(self) -> AnalysisOptions:
        return AnalysisOptions(
            fps=self.fps,
            frame_format=self.output_format,
            contact_sheet_grid=self.grid,
            extract_frames=False,
            generate_contact_sheet=True,
        )


class AudioRequest(KindOrder):
    """A sound."""

    URL, KIND = "audio_url", "audio"

    audio_url: UrlText | None = None
    provider: Provider | None = Field(None, description="Asked before all others.")
    language: Language | None = None

    def named(self) -> AnalysisOptions:
        return AnalysisOptions(transcription_provider=self.provider, language=self.language)


class TranscribeRequest(AudioRequest):
    """What is said in a sound or a video, written down."""

    def named(self) -> AnalysisOptions:
        return AnalysisOptions(
            transcribe_audio=True, transcription_provider=self.provider, language=self.language
        )

    def analyzer(self) -> str:
        return "transcription"


class DocumentRequest(KindOrder):
    """A document; `analysis_type` is an analyzer."""

    URL, KIND = "document_url", "document"

    document_url: UrlText | None = None
    analysis_type: Analyzer = "technical"

    def analyzer(self) -> str:
        return self.analysis_type
