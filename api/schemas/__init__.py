"""Pydantic models of what goes over the wire; one file per resource."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field
from starlette.responses import Response

Timestamp = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
# A time that a client gives: with an offset, and one that stays a datetime in every time zone.
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(9000, 1, 1, tzinfo=UTC))
]


def answer(model: BaseModel, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A model as the JSON body of an answer."""
    return Response(model.model_dump_json(), status, headers, media_type="application/json")
