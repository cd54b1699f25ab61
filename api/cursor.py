"""Where a list goes on: behind a row, by the time it was made and its id."""

import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api import query

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The year 9999, in microseconds.
_LATEST = 253_370_764_800_000_000
_FORM = r"^A[A-Za-z0-9_-]{31}$"

# How a query says it.
Cursor = Annotated[str, Field(json_schema_extra={"pattern": _FORM})]


def encode(at: datetime, id: UUID) -> str:
    """The cursor behind a row; opaque to clients."""
    micros = (at - _EPOCH) // timedelta(microseconds=1)
    return urlsafe_b64encode(struct.pack(">q", micros) + id.bytes).decode()


def decode(text: str | None) -> dict[str, Any]:
    """The parameters `at` and `after` of a statement; from the start without a cursor.

    Raises InvalidQuery for what `encode` did not make.
    """
    if text is None:
        return {"at": None, "after": None}
    if not re.fullmatch(_FORM, text):
        raise query.invalid("cursor", "The cursor is not one of ours.")
    raw = urlsafe_b64decode(text)
    micros = struct.unpack(">q", raw[:8])[0]
    if not 0 <= micros < _LATEST:
        raise query.invalid("cursor", "The cursor is not one of ours.")
    return {"at": _EPOCH + timedelta(microseconds=micros), "after": UUID(bytes=raw[8:])}
