"""Pydantic models of what goes over the wire; one file per resource."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel
from starlette.responses import Response

Timestamp = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


def answer(model: BaseModel, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A model as the JSON body of an answer."""
    return Response(model.model_dump_json(), status, headers, media_type="application/json")
