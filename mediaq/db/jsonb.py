"""Values on their way into a jsonb parameter, and out of a jsonb column."""

import json
from typing import Any

from psycopg.types.json import set_json_loads
from pydantic_core import from_json


def dump(value: Any) -> str:
    """JSON text that Postgres accepts as jsonb: NUL and lone surrogates, which it has no place
    for, are dropped. Raises ValueError for NaN and infinities."""
    return json.dumps(_clean(value), allow_nan=False)


def read_fast() -> None:
    """Makes every connection read JSON with pydantic's parser: a worker reads one payload a job."""
    set_json_loads(from_json)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, dict):
        return {_clean(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
