"""What pydantic finds wrong with a value, as refusals with stable codes.

A validator of a model refuses with a code of its own by `raise PydanticCustomError(code, text)`,
where `code` is that of a class of `FIELD_REFUSALS`.
"""

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from api import errors, value_errors
from api.schemas.problem import FieldError
from mediaq.errors import MediaqError, UrlNotAllowed

MOST_ERRORS = 20
# Names in a path may be the client's own, and as long as its body.
NAME_CHARACTERS = 60

FIELD_REFUSALS: tuple[type[MediaqError], ...] = (
    errors.MissingField,
    errors.InvalidId,
    value_errors.WrongType,
    value_errors.OutOfRange,
    value_errors.NotFinite,
    value_errors.NulCharacter,
    value_errors.TooShort,
    value_errors.TooLong,
    value_errors.InvalidValue,
    value_errors.ExtraField,
    value_errors.UnknownAnalyzer,
    value_errors.OptionsTooLarge,
    value_errors.OptionsTooDeep,
    UrlNotAllowed,
)
_BY_CODE = {refusal.code: refusal for refusal in FIELD_REFUSALS}
# pydantic's types of error; those that end in `_type` say that the JSON type is wrong.
_BY_TYPE: Mapping[str, type[MediaqError]] = {
    "missing": errors.MissingField,
    "extra_forbidden": value_errors.ExtraField,
    "int_from_float": value_errors.WrongType,
    "int_parsing": value_errors.WrongType,
    "float_parsing": value_errors.WrongType,
    "bool_parsing": value_errors.WrongType,
    "int_parsing_size": value_errors.OutOfRange,
    "greater_than": value_errors.OutOfRange,
    "greater_than_equal": value_errors.OutOfRange,
    "less_than": value_errors.OutOfRange,
    "less_than_equal": value_errors.OutOfRange,
    "datetime_past": value_errors.OutOfRange,
    "datetime_future": value_errors.OutOfRange,
    "finite_number": value_errors.NotFinite,
    "too_short": value_errors.TooShort,
    "string_too_short": value_errors.TooShort,
    "too_long": value_errors.TooLong,
    "string_too_long": value_errors.TooLong,
    "url_too_long": value_errors.TooLong,
    "uuid_parsing": errors.InvalidId,
}
# What is wrong inside one of these is that the analyzer's options do not fit.
_SECTIONS: Mapping[str, type[MediaqError]] = {
    "options": value_errors.InvalidOptions,
    "config": value_errors.InvalidConfig,
    "parameters": value_errors.InvalidParameters,
}


def refusal(found: ErrorDetails) -> type[MediaqError]:
    """The class whose code one of pydantic's errors bears."""
    kind = found["type"]
    known = _BY_CODE.get(kind) or _BY_TYPE.get(kind)
    return known or (
        value_errors.WrongType if kind.endswith("_type") else value_errors.InvalidValue
    )


def field_error(origin: str, loc: tuple[int | str, ...], code: str) -> FieldError:
    """`loc` as it is shown, below `origin`: body or query."""
    return FieldError(loc=(origin, *(str(name)[:NAME_CHARACTERS] for name in loc)), code=code)


def of_body(error: ValidationError) -> MediaqError:
    """The refusal of a JSON body: the first error decides, one that is 400 before one that is
    422; every one is listed, up to 20."""
    found = error.errors(include_url=False, include_input=False)
    first = min(found, key=lambda one: _whole(one).status)
    listed = [field_error("body", one["loc"], refusal(one).code) for one in found]
    return _whole(first)(_sentence(first), errors=tuple(listed[:MOST_ERRORS]))


def _whole(found: ErrorDetails) -> type[MediaqError]:
    """What one error makes of the whole body."""
    inside = len(found["loc"]) > 1 and found["type"] not in _BY_CODE
    section = _SECTIONS.get(str(found["loc"][0])) if inside else None
    return section or refusal(found)


def _sentence(found: ErrorDetails) -> str:
    path = ".".join(str(name)[:NAME_CHARACTERS] for name in found["loc"]) or "The body"
    return f"{path}: {found['msg']}"
