"""What operations share: models with their examples, refusals by name, one header."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from api.openapi.headers import phrase
from api.vocabulary import REQUEST_ID

EXAMPLES = Path(__file__).parents[1] / "examples"
SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, `mq_…`. On loopback none is needed until the first is made.",
    },
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same key in a header of its own.",
    },
}


def complete(spec: dict[str, Any]) -> None:
    """Adds examples, schemes and the shared header; moves refusals to `components.responses`."""
    components = spec["components"]
    for name in sorted(set(components["schemas"]) - _referred(spec)):
        del components["schemas"][name]
    for name, schema in components["schemas"].items():
        example = EXAMPLES / f"{name}.json"
        if example.is_file():
            schema["examples"] = [json.loads(example.read_text(encoding="utf-8"))]
    components["headers"] = {
        REQUEST_ID.name: {
            "description": REQUEST_ID.says,
            "required": True,
            "schema": dict(REQUEST_ID.schema),
        }
    }
    components["responses"] = _refusals(spec)
    components["securitySchemes"] = SCHEMES


def operations(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation of the document."""
    return [operation for item in spec["paths"].values() for operation in item.values()]


def close(spec: dict[str, Any], name: str) -> None:
    """Says of a body's model, and of those inside it, that unknown fields are refused."""
    schema = spec["components"]["schemas"][name]
    if "properties" in schema and "additionalProperties" not in schema:
        schema["additionalProperties"] = False
    for inner in _references(schema):
        if spec["components"]["schemas"][inner] is not schema:
            close(spec, inner)


def _refusals(spec: dict[str, Any]) -> dict[str, Any]:
    """Of each status the refusal that most operations have, by the status' phrase; in those
    operations a reference takes its place."""
    places: dict[str, list[dict[str, Any]]] = {}
    for operation in operations(spec):
        for status, response in operation["responses"].items():
            if list(response.get("content", {})) == ["application/problem+json"]:
                places.setdefault(status, []).append(operation["responses"])
    shared = {}
    for status, answers in sorted(places.items()):
        name = re.sub(r"\W", "", phrase(int(status)))
        known = Counter(json.dumps(answer[status]) for answer in answers)
        shared[name] = json.loads(known.most_common(1)[0][0])
        for answer in answers:
            if answer[status] == shared[name]:
                answer[status] = {"$ref": f"#/components/responses/{name}"}
    return shared


def _referred(spec: dict[str, Any]) -> set[str]:
    """The schemas that paths and webhooks lead to, over however many others."""
    found: set[str] = set()
    new = _references([spec["paths"], spec["webhooks"]])
    while new:
        found |= new
        new = {
            inner for name in new for inner in _references(spec["components"]["schemas"][name])
        } - found
    return found


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = value.get("$ref")
        names = {own.rsplit("/", 1)[1]} if isinstance(own, str) and "/schemas/" in own else set()
        return names.union(*(_references(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_references(item) for item in value))
    return set()
