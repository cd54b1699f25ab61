"""Values on their way into a jsonb parameter."""

import json
from typing import Any


def dump(value: Any) -> str:
    """JSON text that Postgres accepts as jsonb: NUL and lone surrogates, which it has no place
    for, are dropped. Raises ValueError for NaN and infinities."""
    return json.dumps(_clean(value), allow_nan=False)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, dict):
        return {_clean(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
