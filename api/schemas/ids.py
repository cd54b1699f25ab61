"""Ids in bodies and queries, in the one canonical form that paths take, too."""

import re
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

CANONICAL = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


def _parsed(value: Any) -> Any:
    """Text as a UUID; what is no text is left to be refused."""
    if not isinstance(value, str):
        return value
    if not CANONICAL.fullmatch(value):
        raise PydanticCustomError("invalid_id", "must be a UUID")
    return UUID(value)


Id = Annotated[UUID, BeforeValidator(_parsed), WithJsonSchema({"type": "string", "format": "uuid"})]
