"""The processes that open users' files: where they run, and what they may take; a part of the
settings."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings

MIB = 1024 * 1024


class ToolLimits(BaseSettings):
    """Each process is killed when it takes more."""

    whisper_model: Path | None = Field(
        None,
        validation_alias=AliasChoices("MEDIAQ_WHISPER_MODEL"),
        description="Directory of a Whisper model in CTranslate2's format; unset, speech is not"
        " written down. Needs the extra `whisper`; nothing is ever downloaded.",
    )
    whisper_seconds: float = Field(
        3600.0,
        gt=0,
        validation_alias=AliasChoices("MEDIAQ_WHISPER_SECONDS"),
        description="Wall-clock deadline of one transcription.",
    )
    whisper_memory_bytes: int = Field(
        4096 * MIB,
        ge=1024 * MIB,
        validation_alias=AliasChoices("MEDIAQ_WHISPER_MEMORY_BYTES"),
        description="Address space of the transcribing process; large models need more.",
    )
    ocr_pages: int = Field(
        20,
        ge=0,
        le=500,
        validation_alias=AliasChoices("MEDIAQ_OCR_PAGES"),
        description="Most pages of one file whose pictures are read; 0 reads none. Needs the extra"
        " `ocr`.",
    )
    ocr_seconds: float = Field(
        300.0,
        gt=0,
        validation_alias=AliasChoices("MEDIAQ_OCR_SECONDS"),
        description="After this time no further page is read; twice of it ends the process.",
    )
    ocr_memory_bytes: int = Field(
        2048 * MIB,
        ge=1024 * MIB,
        validation_alias=AliasChoices("MEDIAQ_OCR_MEMORY_BYTES"),
        description="Address space of the reading process.",
    )
    tool_seconds: float = Field(
        1800.0,
        gt=0,
        validation_alias=AliasChoices("MEDIAQ_TOOL_SECONDS"),
        description="Wall-clock deadline of one tool process.",
    )
    tool_memory_bytes: int = Field(
        1024 * MIB,
        ge=256 * MIB,
        validation_alias=AliasChoices("MEDIAQ_TOOL_MEMORY_BYTES"),
        description="Address space of one tool process.",
    )
    tool_output_bytes: int = Field(
        4096 * MIB,
        ge=MIB,
        validation_alias=AliasChoices("MEDIAQ_TOOL_OUTPUT_BYTES"),
        description="What a tool process may write: one file, and all of them together.",
    )
    sandbox: Literal["auto", "bubblewrap", "rlimits"] = Field(
        "auto",
        validation_alias=AliasChoices("MEDIAQ_SANDBOX"),
        description="Tier of the tool sandbox; `auto` takes the strongest that works here.",
    )
