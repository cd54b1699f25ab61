"""The configuration of a run of schemathesis, as TOML."""

import json
from pathlib import Path
from typing import Any

from api.app import create_app
from api.openapi.document import openapi
from api.openapi.tree import Operation, operations
from mediaq.settings import Settings
from tests.fuzz.stock import Ids

HOOKS = Path(__file__).with_name("hooks.py")
# What a schema cannot say may still be wrong with a request: that its bytes are no media, that
# there is no such thing, that the thing is in no state for it.
ACCEPTED = ["2xx", 304, 401, 403, 404, 409, 410, 412, 413, 416, 421, 422, 429]


def toml(ids: Ids, key: str, database: Path) -> str:
    """Ids that exist are tried often; the key is sent by every request that needs one."""
    routes = create_app(Settings(_env_file=None)).routes
    parts = [
        f"hooks = {json.dumps(str(HOOKS))}",
        "max-stream-events = 1\nrequest-timeout = 20\ncontinue-on-failure = true",
        _table("[auth.openapi.bearer]", {"bearer": key}),
        _table("[auth.openapi.key]", {"api_key": key}),
        _table("[generation]", {"database": str(database), "with-security-parameters": True}),
        _table("[checks.positive_data_acceptance]", {"expected-statuses": ACCEPTED}),
        *(_table(f"[dictionaries.{kind}]", {"values": values}) for kind, values in ids.items()),
    ]
    for one in operations(routes):
        if special := _special(one, ids):
            parts.append(_table("[[operations]]", {"include-operation-id": one.name, **special}))
    return "\n".join(parts)


def _special(one: Operation, ids: Ids) -> dict[str, Any]:
    """What is told of one operation."""
    found: dict[str, Any] = {}
    if one.said.id in ids and "{id}" in one.path:
        found["parameters.'path.id'.dictionary"] = one.said.id
        found["parameters.'path.id'.probability"] = 0.5
    if one.path in ("/", "/openapi.json"):
        # Their answers hold templates of URLs, which are no links.
        found["phases.stateful.enabled"] = False
    if one.method == "OPTIONS":
        # It is answered for any path.
        found["checks.negative_data_rejection.expected-statuses"] = ["2xx", "4xx"]
    elif one.path.startswith("/api/upload/tus"):
        # Its headers depend on each other, and a missing version has a status of its own.
        found["generation.allow-extra-parameters"] = False
        found["checks.positive_data_acceptance.expected-statuses"] = ["2xx", "4xx"]
        found["checks.negative_data_rejection.expected-statuses"] = ["4xx"]
        found["checks.missing_required_header.expected-statuses"] = ["4xx"]
    elif _speaks_of_times(one) or one.path.endswith("/export"):
        # Times lie between 1970 and 9999, which no schema says of a date-time or a cursor. Some
        # options of an export go with one format only.
        found["checks.positive_data_acceptance.expected-statuses"] = [400, *ACCEPTED]
    return found


def _speaks_of_times(one: Operation) -> bool:
    if one.said.query is None:
        return False
    schema = json.dumps(one.said.query.model_json_schema())
    return "cursor" in schema or "date-time" in schema


def document() -> dict[str, Any]:
    """The document of the application as it is."""
    return openapi(create_app(Settings(_env_file=None)).routes)


def _table(head: str, values: dict[str, Any]) -> str:
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    return "\n".join([head, *lines])
