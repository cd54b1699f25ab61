"""The whole document."""

from collections.abc import Iterable
from typing import Any

from starlette.routing import BaseRoute

from api.openapi import tree
from api.openapi.operation import completed


def openapi(routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the described routes."""
    described = tree.operations(routes)
    spec = tree.document(described)
    for one in described:
        item = spec["paths"][one.path]
        item[one.method.lower()] = completed(item[one.method.lower()], one.said)
    return spec
