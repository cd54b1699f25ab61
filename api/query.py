"""Query strings, read strictly: what is not UTF-8 or holds a NUL is refused, never replaced."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from api.errors import InvalidQuery
from api.schemas.problem import FieldError

MOST_FIELDS = 200


def values(request: Request, name: str) -> list[str]:
    """Every value of a parameter, whether repeated or separated by commas, blanks left out."""
    given = [value for key, value in _fields(request) if key == name]
    return [part for value in given for part in value.split(",") if part]


def invalid(name: str, detail: str) -> InvalidQuery:
    """The refusal of one parameter."""
    return InvalidQuery(detail, errors=(FieldError(loc=("query", name), code="invalid_query"),))


def _fields(request: Request) -> list[tuple[str, str]]:
    try:
        text = request.scope["query_string"].decode("utf-8")
        fields = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:
        raise InvalidQuery from error
    if any("\0" in part for field in fields for part in field):
        raise InvalidQuery("The query string holds a NUL character.")
    return fields
