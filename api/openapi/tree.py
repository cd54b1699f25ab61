"""spectree at work: paths, parameters, JSON bodies and models out of descriptions.

It describes only. Its own validation is not used, for it answers in another shape, and what its
vocabulary has no word for is added in `api.openapi.operation`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from spectree import Response as Answers
from spectree import SpecTree
from spectree.plugins.starlette_plugin import Route as Described
from spectree.plugins.starlette_plugin import StarlettePlugin
from starlette.routing import BaseRoute, Route

import mediaq
from api.describe import Description, Payload, description
from api.schemas.problem import Problem
from api.vocabulary import IDS


@dataclass(frozen=True)
class Operation:
    """One method of one path, and what is said of it."""

    path: str
    method: str
    name: str
    endpoint: Any
    said: Description


def operations(routes: Iterable[BaseRoute]) -> list[Operation]:
    """Every described operation; HEAD stands for itself only where there is no GET."""
    found = []
    for route in routes:
        if not isinstance(route, Route):
            continue
        said = description(route.endpoint)
        methods = set(route.methods or ()) - ({"HEAD"} if "GET" in (route.methods or ()) else set())
        for method in sorted(methods) if said else ():
            assert said
            name = said.operation or f"{method.lower()}_{route.name}"
            found.append(Operation(route.path, method, name, route.endpoint, said))
    return found


def document(described: Iterable[Operation]) -> dict[str, Any]:
    """Paths and components as spectree makes them."""

    class Plugin(StarlettePlugin):
        def find_routes(self) -> list[Described]:
            return routes

        def bypass(self, func: object, method: str) -> bool:
            return False

    tree = SpecTree(
        backend=Plugin,
        title="mediaq",
        version=mediaq.__version__,
        annotations=False,
        validation_error_model=Problem,
        naming_strategy=_Names(),
        nested_naming_strategy=lambda _, child: child,
    )
    routes = [Described(one.path, [one.method], _decorated(tree, one)) for one in described]
    spec: dict[str, Any] = tree.spec
    return spec


def _decorated(tree: SpecTree, one: Operation) -> Any:
    said = one.said
    models = {
        f"HTTP_{status}": answer.content
        for status, answer in said.answers.items()
        if isinstance(answer.content, type)
    }
    decorate = tree.validate(
        query=said.query,
        json=None if isinstance(said.body, Payload) else said.body,
        resp=Answers(**models),
        tags=said.tags,
        path_parameter_descriptions={"id": IDS[said.id].says},
        skip_validation=True,
        operation_id=one.name,
    )
    return decorate(one.endpoint)


class _Names:
    """Models go by their class names; two of one name would overwrite each other in silence."""

    def __init__(self) -> None:
        self._seen: dict[str, type[BaseModel]] = {}

    def __call__(self, model: type[BaseModel]) -> str:
        name = model.__name__
        if self._seen.setdefault(name, model) is not model:
            raise TypeError(f"two models are called {name}")
        return name
