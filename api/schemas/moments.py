"""Times from outside: with or without a zone (then UTC), within sane years."""

import re
from datetime import UTC, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, TypeAdapter, WithJsonSchema
from pydantic_core import PydanticCustomError

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
_FAR_YEAR = re.compile(r"(?:[+-]\d+|\d{5,}|0000)-\d\d-\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Digits alone would be read as seconds since 1970.
_NUMBER = re.compile(r"[+-]?[\d._]+")
_ANY: TypeAdapter[datetime] = TypeAdapter(datetime)


def _far() -> PydanticCustomError:
    return PydanticCustomError("out_of_range", "must lie between the years 1970 and 9999")


def _parsed(value: Any) -> Any:
    """Text as a time; what is no text is left to be refused."""
    if not isinstance(value, str):
        return value
    if _FAR_YEAR.match(value):
        raise _far()
    if _NUMBER.fullmatch(value):
        raise PydanticCustomError("invalid_value", "must be a date and time")
    return _ANY.validate_python(value)


def _within(moment: datetime) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        utc = aware.astimezone(UTC)
    except OverflowError:
        raise _far() from None
    if not EARLIEST <= utc < LATEST:
        raise _far()
    return utc


def _end_of_day(value: Any) -> Any:
    """A day alone reaches to its last microsecond."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return datetime.combine(_ANY.validate_python(value), time.max)
    return value


_SCHEMA = WithJsonSchema({"type": "string", "format": "date-time"})
Moment = Annotated[datetime, BeforeValidator(_parsed), AfterValidator(_within), _SCHEMA]
LastMoment = Annotated[Moment, BeforeValidator(_end_of_day), _SCHEMA]
