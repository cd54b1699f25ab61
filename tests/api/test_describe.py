"""Descriptions say what handlers do; they do not change it."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.app import create_app
from api.describe import Answer, Payload, describe, description
from api.openapi.document import openapi
from api.vocabulary import ENTITY_TAG, IF_NONE_MATCH, LOCATION
from mediaq.errors import Gone, NotFound
from mediaq.settings import Settings


class Wanted(BaseModel):
    """A body, or a query."""

    name: str
    limit: int | None = None


async def plain(_: Request) -> Response:
    """Says one thing.

    And another.
    """
    return Response()


def test_a_described_handler_is_the_same_function() -> None:
    assert describe(tags=("t",), answers={204: None})(plain) is plain


def test_every_route_is_described() -> None:
    routes = create_app(Settings(_env_file=None)).routes
    assert [r.path for r in routes if isinstance(r, Route) and not description(r.endpoint)] == []


def test_what_can_be_said() -> None:
    said = describe(
        tags=("t",),
        id="analysis_id",
        body=Payload(("application/octet-stream",), says="The bytes."),
        query=Wanted,
        headers=(IF_NONE_MATCH,),
        answers={202: Answer(Wanted, (LOCATION, ENTITY_TAG)), 200: "text/event-stream", 304: None},
        errors=(NotFound, Gone),
    )(plain)
    whole = openapi([Route("/x/{id}", said, methods=["PATCH"])])
    operation = whole["paths"]["/x/{id}"]["patch"]
    assert (operation["summary"], operation["description"]) == ("Says one thing.", "And another.")
    assert operation["operationId"] == "patch_plain"
    assert [(p["in"], p["name"], p["required"]) for p in operation["parameters"]] == [
        ("path", "id", True),
        ("query", "name", True),
        ("query", "limit", False),
        ("header", "If-None-Match", False),
    ]
    assert operation["parameters"][0]["schema"] == {"type": "string", "format": "uuid"}
    assert operation["parameters"][2]["schema"] == {"type": "integer", "title": "Limit"}
    assert list(operation["requestBody"]["content"]) == ["application/octet-stream"]
    answers = operation["responses"]
    assert {"200", "202", "304", "404", "410", "500", "503"} <= set(answers)
    assert "409" not in answers
    assert set(answers["202"]["headers"]) == {"X-Request-Id", "Location", "ETag"}
    assert list(answers["200"]["content"]) == ["text/event-stream"]
    assert "content" not in answers["304"]
    assert answers["410"] == {"$ref": "#/components/responses/Gone"}
    problem = whole["components"]["responses"]["Gone"]["content"]["application/problem+json"]
    assert problem["schema"]["properties"] == {"status": {"const": 410}, "code": {"enum": ["gone"]}}
