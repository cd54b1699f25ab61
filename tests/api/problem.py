"""What every refusal must look like."""

from typing import Any

from api.codes import codes

CODES = {code.code for code in codes()}


def refused(answer: Any, status: int, code: str, loc: list[str] | None = None) -> Any:
    """Checks a problem document and returns it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert (document["status"], document["code"]) == (status, code)
    assert document["type"] == f"urn:mediaq:problem:{code}"
    assert code in CODES
    assert document["title"]
    assert document["detail"]
    assert document["request_id"] == answer.headers["x-request-id"]
    if loc is not None:
        assert [error["loc"] for error in document["errors"]] == [loc]
    return document
