"""What stands in `transcriptions.word_timestamps`: an array of words, in the order of speech; and
in `metadata`, under `segments`: the same in sentences."""

from typing import Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, model_validator


class Word(BaseModel):
    """A word and when it is said, in milliseconds from the beginning of the media."""

    word: str = Field(max_length=1000)
    start_ms: int = Field(ge=0, le=2**53)
    end_ms: int = Field(ge=0, le=2**53)
    confidence: float | None = Field(None, ge=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> "Word":
        if self.end_ms < self.start_ms:
            raise ValueError("end_ms is before start_ms")
        return self


class Segment(BaseModel):
    """A stretch of speech, about a sentence."""

    text: str
    start_ms: int = Field(ge=0, le=2**53)
    end_ms: int = Field(ge=0, le=2**53)


_WORDS = TypeAdapter(list[Word])
_SEGMENTS = TypeAdapter(list[Segment])


def words(value: Any) -> list[Word]:
    """The words of a column's value; none where any of them is not in this form, for a transcript
    with gaps would look like a whole one."""
    try:
        return _WORDS.validate_python(value)
    except ValidationError:
        return []


def segments(value: Any) -> list[Segment]:
    """The segments of a transcript's metadata; none where any of them is not in this form."""
    try:
        return _SEGMENTS.validate_python(value)
    except ValidationError:
        return []
