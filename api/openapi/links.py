"""Links: what an answer says an id of, other operations take as their `{id}`."""

from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel

from api.openapi.tree import Operation
from api.vocabulary import IDS

Links = dict[str, Any]


def add(spec: dict[str, Any], described: list[Operation]) -> None:
    """Links each answer that holds ids, and each deletion, to the operations on what they name."""
    shared: Links = {}
    for one in described:
        for status, answer in one.said.answers.items():
            found = dict(_links(_ids(one, status, answer.content), one, described))
            if found and 200 <= status < 300:
                shared |= found
                responses = spec["paths"][one.path][one.method.lower()]["responses"]
                responses[str(status)]["links"] = {
                    link["operationId"]: {"$ref": f"#/components/links/{name}"}
                    for name, link in found.items()
                }
    spec["components"]["links"] = dict(sorted(shared.items()))


def _ids(one: Operation, status: int, content: object) -> dict[str, str]:
    """Runtime expressions, by the kind of id that they lead to."""
    if isinstance(content, type) and issubclass(content, BaseModel):
        return _in_model(content, "$response.body#")
    deleted = one.method == "DELETE" and status == 204
    return {one.said.id: "$request.path.id"} if deleted else {}


def _in_model(model: type[BaseModel], where: str) -> dict[str, str]:
    fields = model.model_fields
    found = {name: f"{where}/{name}" for name in fields if name in IDS}
    if "data" in fields:
        for item in get_args(fields["data"].annotation):
            if isinstance(item, type) and issubclass(item, BaseModel):
                found |= _in_model(item, f"{where}/data/0")
    return found


def _links(
    ids: dict[str, str], one: Operation, described: list[Operation]
) -> Iterable[tuple[str, dict[str, Any]]]:
    for kind, expression in ids.items():
        for target in described:
            if target.said.id == kind and "{id}" in target.path and target is not one:
                source = expression.removeprefix("$").replace("#", "").replace("/", ".")
                link = {"operationId": target.name, "parameters": {"id": expression}}
                yield f"{target.name}-{source}", link
