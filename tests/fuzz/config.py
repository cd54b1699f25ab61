"""The configuration of a run of schemathesis, as TOML."""

import json
from pathlib import Path
from typing import Any

from api.app import create_app
from api.openapi.document import openapi
from api.openapi.tree import Operation, operations
from mediaq.settings import Settings
from tests.fuzz.stock import Ids

# What a schema cannot say may still be wrong with a request: that its bytes are no media, that
# there is no such thing, that the thing is in no state for it.
ACCEPTED = ["2xx", 304, 401, 403, 404, 409, 410, 412, 416, 421, 422, 429]
# Their answers hold templates of URLs, which are no links.
LINKLESS = """[[operations]]
include-path = ["/", "/openapi.json"]
phases.stateful.enabled = false
"""


def toml(ids: Ids, key: str, database: Path) -> str:
    """Ids that exist are tried often; the key is sent by every request that needs one."""
    routes = create_app(Settings(_env_file=None)).routes
    parts = [
        _table("auth.openapi.bearer", bearer=key),
        _table("auth.openapi.key", api_key=key),
        _table("generation", database=str(database), **{"with-security-parameters": True}),
        _table("checks.positive_data_acceptance", **{"expected-statuses": ACCEPTED}),
        LINKLESS,
        *(_table(f"dictionaries.{kind}", values=values) for kind, values in ids.items()),
    ]
    for one in operations(routes):
        parts += _limited(one)
        if one.said.id in ids and "{id}" in one.path:
            bound = {"dictionary": one.said.id, "probability": 0.5}
            parts.append(
                f'[[operations]]\ninclude-operation-id = "{one.name}"\n'
                f'parameters = {{ "path.id" = {_inline(bound)} }}\n'
            )
    head = "max-stream-events = 1\nrequest-timeout = 20\ncontinue-on-failure = true\n"
    return head + "\n".join(parts)


def _limited(one: Operation) -> list[str]:
    """A query's times lie between 1970 and 9999, which no schema says of a date-time."""
    if not one.said.query or "date-time" not in json.dumps(one.said.query.model_json_schema()):
        return []
    accepted = json.dumps([400, *ACCEPTED])
    return [
        f'[[operations]]\ninclude-operation-id = "{one.name}"\n'
        f"checks.positive_data_acceptance.expected-statuses = {accepted}\n"
    ]


def document() -> dict[str, Any]:
    """The document of the application as it is."""
    return openapi(create_app(Settings(_env_file=None)).routes)


def _table(name: str, **values: Any) -> str:
    return f"[{name}]\n" + "".join(
        f"{key} = {json.dumps(value)}\n" for key, value in values.items()
    )


def _inline(values: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in values.items()) + " }"
