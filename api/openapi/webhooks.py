"""What is sent to the `callback_url` of an analysis, as Standard Webhooks."""

from typing import Any, get_args

from api.openapi.headers import request_headers
from api.vocabulary import Header
from mediaq.webhooks.message import Webhook

TEXT = {"type": "string"}
HEADERS = (
    Header("webhook-id", "The delivery's id, the same at every attempt.", TEXT, True),
    Header("webhook-timestamp", "When it was sent, in seconds since 1970.", TEXT, True),
    Header("webhook-signature", "`v1,` and the HMAC-SHA256 in base64.", TEXT, True),
)


def add(spec: dict[str, Any]) -> None:
    """Adds the section `webhooks`, one of each event."""
    schema = Webhook.model_json_schema(ref_template="#/components/schemas/{model}")
    spec["components"]["schemas"] |= {**schema.pop("$defs"), "Webhook": schema}
    events = get_args(Webhook.model_fields["type"].annotation)
    spec["webhooks"] = {event: {"post": _post(event)} for event in events}


def _post(event: str) -> dict[str, Any]:
    _, ending = event.split(".")
    content = {"schema": {"$ref": "#/components/schemas/Webhook"}}
    return {
        "summary": f"An analysis is {ending}.",
        "description": "Repeated for about a day until the answer is 2xx. Follows no redirect.",
        "operationId": f"on_analysis_{ending}",
        "tags": ["webhooks"],
        "security": [],
        "parameters": request_headers(HEADERS),
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {
            "2XX": {"description": "Received."},
            "410": {"description": "The receiver wants no more."},
        },
    }
