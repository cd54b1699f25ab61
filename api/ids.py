"""Ids in paths and queries: text until they have the one canonical form."""

import re
from uuid import UUID

from starlette.requests import Request

from api.errors import InvalidId
from api.schemas.ids import CANONICAL
from api.schemas.problem import FieldError

_NUMBER = re.compile(r"[0-9]{1,19}")
_BIGINT = 2**63


def uuid(text: str, loc: tuple[str, ...] = ("path", "id")) -> UUID:
    """`text` as a UUID; raises InvalidId for every other way to write one."""
    if not CANONICAL.fullmatch(text):
        raise InvalidId("The id is not a UUID.", errors=(FieldError(loc=loc, code="invalid_id"),))
    return UUID(text)


def path_uuid(request: Request) -> UUID:
    """The `{id}` of the path."""
    return uuid(request.path_params["id"])


def path_number(request: Request) -> int:
    """The `{id}` of the path where ids are numbers."""
    text = request.path_params["id"]
    if not _NUMBER.fullmatch(text) or not 0 < int(text) < _BIGINT:
        error = FieldError(loc=("path", "id"), code="invalid_id")
        raise InvalidId("The id is not a positive integer.", errors=(error,))
    return int(text)
