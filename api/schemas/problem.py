"""Problem documents (RFC 9457). Codes are the contract, texts are not."""

from pydantic import BaseModel


class FieldError(BaseModel):
    """What is wrong with one field; `loc` leads to it: query, path or body, then names."""

    loc: tuple[str, ...]
    code: str


class Problem(BaseModel):
    """The body of every refusal."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[FieldError] | None = None
