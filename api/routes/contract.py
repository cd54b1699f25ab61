"""The contract itself: the OpenAPI document, and two pages that show it.

What the pages load comes from here: their scripts are the files of the package `offapi`, which is
never imported, for it would keep 35 MB of templates.
"""

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.describe import Answer, describe
from api.openapi.committed import DOCUMENT

PAGES = Path(__file__).parents[1] / "pages"
# Both put style attributes into the page; Redoc's search runs in a worker made of a blob.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src data:; connect-src 'self'; worker-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = Answer("text/html", example="<!doctype html>")


class Assets(StaticFiles):
    """Files that the pages load, always whole."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A malformed Range would be answered in plain text."""
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"range"]
        return await super().get_response(path, scope)


@describe(
    tags=("contract",),
    answers={200: Answer("application/json", example={"openapi": "3.1.0", "paths": {}})},
    public=True,
)
async def openapi(_: Request) -> Response:
    """This document.

    OpenAPI 3.1.
    """
    return Response(_read(DOCUMENT), media_type="application/json")


@describe(tags=("contract",), answers={200: PAGE}, public=True)
async def docs(_: Request) -> Response:
    """The document as a page to try things on."""
    return page("docs.html")


@describe(tags=("contract",), answers={200: PAGE}, public=True)
async def redoc(_: Request) -> Response:
    """The document as a page to read."""
    return page("redoc.html")


def page(name: str, policy: str = POLICY) -> Response:
    """One of our pages, with what it may load."""
    return HTMLResponse(_read(PAGES / name), headers={"Content-Security-Policy": policy})


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


ROUTES: list[BaseRoute] = [
    Route("/openapi.json", openapi),
    Route("/docs", docs),
    Route("/redoc", redoc),
    Mount("/docs/assets", Assets(directory=PAGES, packages=[("offapi", ".")])),
]
