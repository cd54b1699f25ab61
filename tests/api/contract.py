"""Holds every answer of the API tests to the document: its status, media type, headers, body."""

import re
from functools import cache
from typing import Any

import httpx2
import jsonschema_rs

from api.app import create_app
from api.openapi.document import openapi
from mediaq.settings import Settings

PROBLEM = "application/problem+json"
# Given where no operation is: for unknown paths and methods, and by the gate before any route.
ROUTELESS = {400, 401, 403, 404, 405, 408, 413, 421, 429, 431, 500, 503}


@cache
def document() -> dict[str, Any]:
    """The document of the application as it is."""
    return openapi(create_app(Settings(_env_file=None)).routes)


def check(answer: httpx2.Response) -> None:
    """A hook for clients; raises AssertionError for what the document does not allow."""
    asked = f"{answer.request.method} {answer.request.url.raw_path.decode()[:100]}"
    operation = _operation(answer.request.method, answer.request.url.path)
    if operation is None:
        if answer.status_code >= 400 and answer.request.method != "HEAD":
            assert answer.status_code in ROUTELESS, f"{asked}: {answer.status_code}"
            _check_body(answer, {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}})
        return
    said = operation["responses"].get(str(answer.status_code))
    assert said, f"{asked}: {answer.status_code} is not described: {_shown(answer)}"
    said = _resolved(said)
    for name, header in said.get("headers", {}).items():
        if _resolved(header).get("required"):
            assert name in answer.headers, f"{asked}: no {name}"
    if answer.request.method != "HEAD":
        _check_body(answer, said.get("content", {}))


def _check_body(answer: httpx2.Response, content: dict[str, Any]) -> None:
    kind = answer.headers.get("content-type", "").split(";")[0]
    if not content:
        assert not answer.read(), f"{answer.status_code} has a body: {_shown(answer)}"
        return
    said = content.get(kind, content.get("*/*"))
    assert said is not None, f"{answer.url}: {answer.status_code} as {kind} is not described"
    if kind.endswith("json") and "schema" in said:
        answer.read()
        whole = {**said["schema"], "components": document()["components"]}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        wrong = [
            f"{error.instance_path}: {error.message}"
            for error in validator.iter_errors(answer.json())
        ]
        assert not wrong, f"{answer.url}: {answer.status_code}: {wrong}: {_shown(answer)}"


def _operation(method: str, path: str) -> Any:
    for template, item in sorted(document()["paths"].items(), key=lambda given: "{" in given[0]):
        if re.fullmatch(
            re.sub(
                r"\{\w+\}", "[^/]+", re.escape(template).replace("\\{", "{").replace("\\}", "}")
            ),
            path,
        ):
            return item.get(method.lower()) or (item.get("get") if method == "HEAD" else None)
    return None


def _resolved(value: dict[str, Any]) -> Any:
    if "$ref" not in value:
        return value
    _, _, kind, name = value["$ref"].split("/")
    return document()["components"][kind][name]


def _shown(answer: httpx2.Response) -> str:
    return answer.read().decode(errors="replace")[:500]
