"""What is to be spoken: the part of a feedback row that the spoken form is made from."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One finding. Rows come from any SQL client: nothing but a non-blank `message` is certain.
    `more` counts findings like this one that are not spoken themselves."""

    message: str
    severity: str = "info"
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None
    suggestion: str | None = None
    language: str = "en-US"
    more: object = None
