"""Query strings, read strictly: what is not UTF-8 or holds a NUL is refused, never replaced."""

from typing import Any, TypeVar, get_origin
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from api.errors import InvalidId, InvalidQuery
from api.refusals import field_error, refusal
from api.schemas.problem import FieldError

MOST_FIELDS = 256

Model = TypeVar("Model", bound=BaseModel)


def read(request: Request, model: type[Model]) -> Model:
    """The query string as `model`. A field that is a list takes its parameter repeated and
    separated by commas, every other one at most once; unknown parameters are refused.

    Raises InvalidQuery, and InvalidId where the only trouble is a malformed UUID (both 400), with
    the `loc` and code of each.
    """
    given: dict[str, Any] = {}
    for name, value in _fields(request):
        if _listed(model, name):
            given.setdefault(name, []).extend(part for part in value.split(",") if part)
        elif name in given:
            raise invalid(name[:60], f"`{name[:60]}` is given more than once.")
        else:
            given[name] = value
    try:
        return model.model_validate(given, extra="forbid")
    except ValidationError as error:
        raise _refused(error) from None


def values(request: Request, name: str) -> list[str]:
    """Every value of a parameter, whether repeated or separated by commas, blanks left out."""
    given = [value for key, value in _fields(request) if key == name]
    return [part for value in given for part in value.split(",") if part]


def invalid(name: str, detail: str) -> InvalidQuery:
    """The refusal of one parameter."""
    return InvalidQuery(detail, errors=(FieldError(loc=("query", name), code="invalid_query"),))


def _listed(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields.get(name)
    return field is not None and get_origin(field.annotation) in (list, tuple)


def _refused(error: ValidationError) -> InvalidQuery | InvalidId:
    found = error.errors(include_url=False, include_input=False)
    listed = tuple(field_error("query", one["loc"], refusal(one).code) for one in found)
    whole = InvalidId if {one.code for one in listed} == {InvalidId.code} else InvalidQuery
    names = ", ".join(dict.fromkeys(one.loc[1] for one in listed if len(one.loc) > 1))
    return whole(f"The query is not valid: {names or found[0]['msg']}.", errors=listed)


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
