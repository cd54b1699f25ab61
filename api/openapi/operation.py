"""One operation of the document: what spectree left out of it."""

from typing import Any

from api.describe import Answer, Description, Payload
from api.openapi import problems
from api.openapi.headers import answer_headers, phrase, request_headers
from api.vocabulary import IDS

WITHOUT_NUL = "^[^\\u0000]*$"


def completed(operation: dict[str, Any], said: Description) -> dict[str, Any]:
    """The whole operation, from spectree's half and the description."""
    parameters = [_parameter(given, said) for given in operation["parameters"]]
    whole = {**operation, "parameters": parameters + request_headers(said.headers)}
    if isinstance(said.body, Payload):
        whole["requestBody"] = _payload(said.body)
    if said.public:
        whole["security"] = []
    refusals = problems.responses(said)
    made = operation["responses"]
    answers = {
        str(status): _answer(status, answer, made.get(str(status), {}))
        for status, answer in said.answers.items()
    }
    for status in answers.keys() & refusals.keys():
        content = answers[status].get("content", {})
        answers[status]["content"] = {**content, **refusals[status]["content"]}
        answers[status]["description"] += "\n\n" + refusals[status]["description"]
    whole["responses"] = dict(sorted((refusals | answers).items()))
    return whole


def _parameter(given: dict[str, Any], said: Description) -> dict[str, Any]:
    """A path's `{id}` by its kind; a query's without the null that no query string can say, and
    without the NUL that none may hold."""
    if given["in"] == "path" and given["name"] == "id":
        kind = IDS[said.id]
        return {**given, "schema": dict(kind.schema), "example": kind.example}
    schema = dict(given["schema"])
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        schema = {**{key: schema[key] for key in schema if key != "anyOf"}, **choices[0]}
    if schema.get("default", "") is None:
        del schema["default"]
    if schema.get("type") == "string" and not schema.keys() & {"enum", "format", "pattern"}:
        schema["pattern"] = WITHOUT_NUL
    return {**given, "schema": schema}


def _payload(body: Payload) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": dict(body.schema)} if body.schema else {}
    if body.example is not None:
        content["example"] = body.example
    return {
        "description": body.says,
        "required": body.required,
        "content": {
            **{media_type: content for media_type in body.types},
            **{media_type: {} for media_type in body.plain},
        },
    }


def _answer(status: int, answer: Answer, made: dict[str, Any]) -> dict[str, Any]:
    response: dict[str, Any] = {
        "description": answer.says or phrase(status),
        "headers": answer_headers(answer.headers),
    }
    if isinstance(answer.content, type):
        others = {media_type: _bytes(media_type, answer) for media_type in answer.also}
        response["content"] = {**made["content"], **others}
    elif answer.content is not None:
        types = (answer.content,) if isinstance(answer.content, str) else answer.content
        response["content"] = {media_type: _bytes(media_type, answer) for media_type in types}
    return response


def _bytes(media_type: str, answer: Answer) -> dict[str, Any]:
    text = media_type.startswith("text/") and media_type != "text/event-stream"
    content: dict[str, Any] = {"schema": {"type": "string"}} if text else {}
    return content if answer.example is None else {**content, "example": answer.example}
