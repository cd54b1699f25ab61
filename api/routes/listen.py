"""The page that plays the findings of an analysis and highlights each word as it is spoken."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.describe import describe
from api.headers import HTML_CSP
from api.routes.contract import PAGE, page

# Sounds are fetched with the reader's key, and played from memory.
POLICY = f"{HTML_CSP.decode()}; media-src blob:; img-src data:"


@describe(tags=("analyses",), answers={200: PAGE}, public=True)
async def listen(_: Request) -> Response:
    """A page that speaks the findings of an analysis.

    The analysis is named after `#`; each word is highlighted while it is heard.
    """
    return page("listen.html", POLICY)


ROUTES = [Route("/listen", listen)]
