"""The content of an upload's request as it arrives: capped, checked against its digests, and
gathered into pieces that are worth a write."""

from collections.abc import AsyncIterator

from starlette.requests import Request

from api.digests import Digests
from api.errors import UnsupportedContentType
from mediaq.errors import MediaTooLarge

# One piece is one hop to a thread and one write; larger ones were not faster.
PIECE_BYTES = 1024 * 1024


class Content:
    """At most `limit` bytes, and `margin` around them, or MediaTooLarge: at once when the length
    says so, else at the byte. Of a `sealed` one nothing is sure before its end."""

    def __init__(self, request: Request, *, limit: int, margin: int = 0) -> None:
        self._request, self._limit, self._most = request, limit, limit + margin
        self._digests = Digests(request.headers)
        self.sealed = self._digests.any
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise UnsupportedContentType("Send the file without a Content-Encoding.")
        if int(request.headers.get("content-length", 0)) > self._most:
            raise self._too_large()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes; what is wrong with the whole is raised after the last of them. Raises
        MediaTooLarge, DigestMismatch, ClientDisconnect."""
        received = 0
        async for chunk in self._request.stream():
            received += len(chunk)
            if received > self._most:
                raise self._too_large()
            self._digests.update(chunk)
            yield chunk
        self._digests.check()

    def _too_large(self) -> MediaTooLarge:
        return MediaTooLarge(f"The upload is larger than the {self._limit} bytes allowed.")


async def gathered(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces of at least `PIECE_BYTES`, the last one excepted. What came before
    an error comes before it still."""
    buffer = bytearray()
    failure: Exception | None = None
    try:
        async for chunk in chunks:
            buffer += chunk
            if len(buffer) >= PIECE_BYTES:
                yield bytes(buffer)
                buffer.clear()
    except Exception as error:
        failure = error
    if buffer:
        yield bytes(buffer)
    if failure:
        raise failure
