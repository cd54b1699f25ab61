"""The one place where errors of the server and its driver become ours."""

import psycopg

from mediaq.errors import (
    ConstraintViolated,
    DatabaseUnavailable,
    InvalidInput,
    MediaqError,
    SchemaMismatch,
    StorageFull,
    TryAgain,
    UnknownQueue,
)

_BY_STATE: dict[str, type[MediaqError]] = {
    "MQ001": UnknownQueue,
    "40001": TryAgain,  # serialization failure
    "40P01": TryAgain,  # deadlock
    "55P03": TryAgain,  # lock timeout
    "57014": TryAgain,  # statement timeout
    "23514": InvalidInput,  # check violation: a value, not a conflict
    "53100": StorageFull,
    "42P01": SchemaMismatch,  # undefined table
    "42883": SchemaMismatch,  # undefined function
    "42703": SchemaMismatch,  # undefined column
    "3F000": SchemaMismatch,  # undefined schema
}
_BY_CLASS: dict[str, type[MediaqError]] = {
    "22": InvalidInput,
    "23": ConstraintViolated,
    "08": DatabaseUnavailable,
    "53": DatabaseUnavailable,
    "57": DatabaseUnavailable,
}


def translate(error: psycopg.Error) -> MediaqError:
    """Our error for one of psycopg's. A connection that broke in COMMIT has no SQLSTATE and is
    DatabaseUnavailable: whether it took effect is unknown, so every write can be repeated."""
    if error.sqlstate:
        known = _BY_STATE.get(error.sqlstate) or _BY_CLASS.get(error.sqlstate[:2])
        if known:
            return known(str(error).strip())
        return MediaqError(f"{error.sqlstate}: {str(error).strip()}")
    # Without a SQLSTATE the server did not say it: the connection broke, or what came over it was
    # no protocol (InternalError: "received 2 results from command BEGIN").
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | psycopg.InternalError):
        return DatabaseUnavailable(str(error).strip())
    if isinstance(error, psycopg.DataError):
        return InvalidInput(str(error).strip())
    return MediaqError(str(error).strip())
