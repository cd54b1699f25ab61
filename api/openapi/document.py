"""The whole document."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from starlette.routing import BaseRoute

from api.openapi import components, links, tree, webhooks
from api.openapi.operation import completed

ABOUT = """
Upload media, or name a URL; mediaq analyses it and speaks what it found.

- Every refusal is a problem document (`application/problem+json`, RFC 9457). Its `code` is the
  contract, its texts are not.
- Times are UTC; lengths of time are milliseconds.
- Every answer has an `X-Request-Id`; a client may give its own.
""".strip()
LICENSE = {"name": "Apache 2.0", "identifier": "Apache-2.0"}
TAGS = {
    "uploads": "Files come in.",
    "media": "Media by kind, as one request: what to analyse, and what became of it.",
    "assets": "What was uploaded.",
    "analyses": "What was found in it.",
    "files": "Bytes of files and of spoken findings.",
    "exports": "What was found, in the formats of other programs.",
    "search": "Where something is said, written, found or named.",
    "status": "How far things are.",
    "live": "What changes, told while it happens (`text/event-stream`).",
    "webhooks": "What is sent to the `callback_url` of an analysis, and the log of it.",
    "health": "Whether mediaq is well.",
    "contract": "This document.",
}


def openapi(routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the described routes."""
    described = tree.operations(routes)
    spec = tree.document(described)
    for one in described:
        item = spec["paths"][one.path]
        item[one.method.lower()] = completed(item[one.method.lower()], one.said)
        if isinstance(one.said.body, type) and issubclass(one.said.body, BaseModel):
            components.close(spec, one.said.body.__name__)
    links.add(spec, described)
    webhooks.add(spec)
    components.complete(spec)
    spec["info"] |= {"description": ABOUT, "license": LICENSE}
    spec["servers"] = [{"url": "/", "description": "Where this document comes from."}]
    spec["security"] = [{scheme: []} for scheme in components.SCHEMES]
    said = [*components.operations(spec), *(one["post"] for one in spec["webhooks"].values())]
    used = {tag for operation in said for tag in operation["tags"]}
    spec["tags"] = [{"name": tag, "description": TAGS[tag]} for tag in TAGS if tag in used]
    return spec
