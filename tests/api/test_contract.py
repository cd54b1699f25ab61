"""The document, the pages that show it, and what importing the application costs."""

import re
import subprocess
import sys
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from starlette.testclient import TestClient

from api.openapi import components
from api.openapi.__main__ import text
from api.openapi.committed import DOCUMENT
from api.openapi.document import TAGS
from tests.api.contract import document

SCHEMAS = "#/components/schemas/"
MODELS = sorted(document()["components"]["schemas"])
OPERATIONS = {one["operationId"]: one for one in components.operations(document())}


def test_the_committed_document_is_the_application_s(client: TestClient) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == text(), "run scripts/openapi"
    assert client.get("/openapi.json").text == text()


def test_the_document_is_openapi() -> None:
    schemathesis.openapi.from_dict(document()).validate()


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_described(name: str) -> None:
    operation = OPERATIONS[name]
    assert re.fullmatch(r"[A-Z].{5,100}\.", operation["summary"])
    assert set(operation["tags"]) <= set(TAGS)
    assert operation["tags"]
    assert all(given["description"] for given in operation["parameters"])
    assert "500" in operation["responses"]
    assert operation.get("security") == [] or {"401", "403"} <= set(operation["responses"])
    assert _has_example(operation)


def _has_example(operation: dict[str, Any]) -> bool:
    """Of a parameter, the body or an answer; those of refusals do not count."""
    contents = [
        *operation.get("requestBody", {}).get("content", {}).values(),
        *(
            content
            for status, answer in operation["responses"].items()
            if int(status) < 400
            for content in answer.get("content", {}).values()
        ),
    ]
    if not contents and not operation["parameters"]:
        return True  # of nothing
    named = [content.get("schema", {}).get("$ref", "") for content in contents]
    return (
        any("example" in content for content in contents)
        or any("examples" in _model(name) for name in named if name)
        or any("example" in given for given in operation["parameters"])
    )


def _model(reference: str) -> Any:
    return document()["components"]["schemas"][reference.removeprefix(SCHEMAS)]


def test_operations_have_names_of_their_own() -> None:
    assert len(OPERATIONS) == len(components.operations(document()))


@pytest.mark.parametrize("path", sorted(components.EXAMPLES.iterdir()), ids=lambda path: path.stem)
def test_examples_fit_their_models(path: Any) -> None:
    assert path.stem in MODELS
    schema = {"$ref": SCHEMAS + path.stem, "components": document()["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    [example] = document()["components"]["schemas"][path.stem]["examples"]
    assert [error.message for error in validator.iter_errors(example)] == []


def test_an_upload_leads_to_what_it_made() -> None:
    links = OPERATIONS["post_upload"]["responses"]["202"]["links"]
    assert {"get_asset", "get_analysis", "get_media_status"} <= set(links)
    for link in document()["components"]["links"].values():
        assert link["operationId"] in OPERATIONS


def test_webhooks_are_in_it() -> None:
    sent = document()["webhooks"]
    assert sorted(sent) == ["analysis.canceled", "analysis.completed", "analysis.failed"]
    body = sent["analysis.failed"]["post"]["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": SCHEMAS + "Webhook"}
    assert _model(SCHEMAS + "Webhook")["examples"]


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_pages_load_nothing_from_elsewhere(client: TestClient, page: str) -> None:
    answer = client.get(page)
    loaded = re.findall(r"""(?:src|href|spec-url)=["']([^"']+)["']""", answer.text)
    assert [path for path in loaded if not re.match(r"/\w|data:,", path)] == []
    assert loaded
    for path in loaded:
        if path.startswith("/"):
            assert client.get(path).status_code == 200, path
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "<script>" not in answer.text


@pytest.mark.parametrize("name", ["", "nothing.js", "../app.py", "%2e%2e/app.py", "%00", "a" * 300])
def test_no_other_file_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/docs/assets/{name}").status_code == 404


def test_importing_the_application_loads_no_engine() -> None:
    heavy = {"av", "PIL", "numpy", "spectree", "offapi", "pypdf", "pypdfium2"}
    code = f"import sys, api.app; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
