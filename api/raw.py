"""A file that is the whole body of a request; its name stands in a header or in the query."""

import re
from collections.abc import AsyncIterator
from urllib.parse import unquote

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from api.content import Content

_EXTENDED = re.compile(r";\s*filename\*\s*=\s*(utf-8|iso-8859-1)'[^']*'([^;\s]+)", re.IGNORECASE)


class RawFile:
    """What `FormFile` is for a form: a name, a claimed type and the bytes. `name` is the name for
    a request that states none in its Content-Disposition."""

    def __init__(self, request: Request, name: str | None, *, limit: int) -> None:
        self.filename = _stated_name(request.headers.get("content-disposition", "")) or name or ""
        self.claimed_type = request.headers.get("content-type", "")
        self._content = Content(request, limit=limit)

    def chunks(self) -> AsyncIterator[bytes]:
        """The file's bytes. Raises MediaTooLarge, DigestMismatch, ClientDisconnect."""
        return self._content.chunks()


def _stated_name(disposition: str) -> str:
    """`filename*` before `filename` (RFC 6266 §4.3), which browsers send as UTF-8."""
    if extended := _EXTENDED.search(disposition):
        return unquote(extended[2], extended[1], "replace")
    return parse_options_header(disposition)[1].get(b"filename", b"").decode(errors="replace")
