"""An application whose two routes read a JSON body and a query string, and say what they read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from api import body, query
from api.problems import HANDLERS
from api.request_id import RequestId
from api.schemas import answer
from api.schemas.moments import Moment
from mediaq.contracts.analysis import AnalysisConfig, AnalysisOptions, AnalysisParameters

A_UUID = "0199c0de-0000-7000-8000-000000000001"


class Asked(BaseModel):
    """One field of each sort that a route takes."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    id: UUID | None = None
    priority: int = Field(0, ge=-10, le=10)
    share: float = 0
    flag: bool = False
    run_at: Moment | None = None
    kind: Literal["video", "audio"] | None = None
    tags: Annotated[list[str], Field(max_length=2)] = []
    options: AnalysisOptions | None = None
    config: AnalysisConfig | None = None
    parameters: AnalysisParameters | None = None


class Listing(BaseModel):
    """Parameters of a list."""

    page: int = Field(1, ge=1, le=1000)
    since: Moment | None = None
    order: Literal["asc", "desc"] = "desc"
    id: UUID | None = None
    status: list[Literal["queued", "failed"]] = []


async def _take(request: Request) -> Response:
    return answer(await body.read(request, Asked))


async def _list(request: Request) -> Response:
    return answer(query.read(request, Listing))


@contextmanager
def reading() -> Iterator[TestClient]:
    """A client: `POST /` takes `Asked`, `GET /list` takes `Listing`."""
    app = Starlette(
        routes=[Route("/", _take, methods=["POST"]), Route("/list", _list)],
        middleware=[Middleware(RequestId)],
        exception_handlers=dict(HANDLERS),
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
