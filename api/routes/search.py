"""The search through findings, transcripts, pages and file names."""

import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import query
from api.describe import describe
from api.errors import InvalidQuery
from api.schemas import answer
from api.schemas.search import FORM, Hit, SearchAnswer, SearchQuery
from api.services import read
from api.snippet import pieces, pieces_of_name
from mediaq.db.pool import Row

_BEHIND = struct.Struct(">fq")


@describe(
    tags=("search",),
    query=SearchQuery,
    answers={200: SearchAnswer},
    errors=(InvalidQuery,),
    operation="search",
)
async def search(request: Request) -> Response:
    """Searches findings, transcripts, pages of text and file names, the best match first.

    Words are matched in the language of each text. A hit says where it is, in time or by page; its
    snippet is plain text in pieces, of which some matched.
    """
    asked = query.read(request, SearchQuery)
    params = {
        "q": asked.q,
        "kinds": asked.kind or None,
        "media_types": asked.media_type or None,
        # One more than asked for tells whether there is more.
        "limit": asked.limit + 1,
        **_behind(asked.cursor),
    }
    rows = await read(request, "search.passages", params)
    shown = rows[: asked.limit]
    more = _BEHIND.pack(shown[-1]["rank"], shown[-1]["id"]) if len(rows) > len(shown) else None
    following = urlsafe_b64encode(more).decode() if more else None
    return answer(SearchAnswer(data=[_hit(row) for row in shown], next_cursor=following))


def _behind(cursor: str | None) -> dict[str, Any]:
    if cursor is None:
        return {"after_rank": None, "after_id": None}
    if not re.fullmatch(FORM, cursor):
        raise query.invalid("cursor", "The cursor is not one of ours.")
    rank, id = _BEHIND.unpack(urlsafe_b64decode(cursor))
    return {"after_rank": rank, "after_id": id}


def _hit(row: Row) -> Hit:
    of_name = row["kind"] == "name"
    marked, name = row["snippet"], row["filename"]
    snippet = pieces_of_name(marked, name) if of_name else pieces(marked)
    return Hit.model_validate({**row, "snippet": snippet})


ROUTES = [Route("/api/v1/search", search)]
