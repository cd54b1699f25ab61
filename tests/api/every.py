"""Every route of the application, for tests of what all of them do alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from pydantic import BaseModel
from starlette.routing import Route

from api.app import create_app
from api.describe import description
from mediaq.settings import Settings
from tests.api.contract import check
from tests.api.process import running

JSON = {"Content-Type": "application/json"}
TUS = {
    "Tus-Resumable": "1.0.0",
    "X-HTTP-Method-Override": "DELETE",
    "Upload-Offset": "0",
    "Content-Type": "application/offset+octet-stream",
}
NO_ID = "0199c0de-0000-7000-8000-000000000001"
ROUTES = [
    route for route in create_app(Settings(_env_file=None)).routes if isinstance(route, Route)
]
PATHS = sorted({route.path for route in ROUTES})


def takes_json(route: Route) -> bool:
    """Whether its body is a model."""
    said = description(route.endpoint)
    return said is not None and isinstance(said.body, type) and issubclass(said.body, BaseModel)


def _paths(method: str, *, json: bool = False, query: bool = False) -> list[str]:
    """Routes of a method, with an id that nothing has."""
    found = []
    for route in ROUTES:
        said = description(route.endpoint)
        fits = (not json or takes_json(route)) and (not query or bool(said and said.query))
        if fits and method in (route.methods or ()):
            found.append(route.path.replace("{id}", NO_ID))
    return found


def _streams(path: str) -> bool:
    """Whether its answer has no end."""
    said = [description(route.endpoint) for route in ROUTES if route.path_regex.match(path)]
    return any(
        answer.content == "text/event-stream"
        for one in said
        if one
        for answer in one.answers.values()
    )


BODIES = _paths("POST", json=True)
READS = [path for path in _paths("GET") if not _streams(path)]
LISTS = [path for path in _paths("GET", query=True) if not _streams(path)]


@contextmanager
def serving(database: str, storage: Path) -> Iterator[httpx2.Client]:
    """A client of an API process; its answers are held to the contract."""
    configured = Settings(_env_file=None, database_url=database, storage_dir=storage, port=0)
    with (
        running(configured) as process,
        httpx2.Client(base_url=process.url, event_hooks={"response": [check]}) as client,
    ):
        yield client
