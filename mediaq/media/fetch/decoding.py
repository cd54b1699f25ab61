"""Bodies that come compressed although nobody asked for it, unpacked in bounded pieces."""

import zlib
from collections.abc import Iterator

from mediaq.errors import FetchFailed, UnsupportedMedia

PIECE_BYTES = 256 * 1024
_EITHER_HEADER = zlib.MAX_WBITS | 32
_ZLIB = ("gzip", "x-gzip", "deflate")


class Decoder:
    """For one body with that Content-Encoding; raises UnsupportedMedia for an unknown one."""

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", *_ZLIB):
            raise UnsupportedMedia("The origin sends a compression that was not asked for.")
        self._zlib = zlib.decompressobj(_EITHER_HEADER) if name in _ZLIB else None

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What `data` stands for, never more than PIECE_BYTES (or its own length) at a time."""
        if self._zlib is None:
            yield data
            return
        try:
            while data:
                if self._zlib.eof:  # the next member of a gzip file
                    self._zlib = zlib.decompressobj(_EITHER_HEADER)
                if piece := self._zlib.decompress(data, PIECE_BYTES):
                    yield piece
                data = self._zlib.unconsumed_tail or self._zlib.unused_data
        except zlib.error as error:
            raise FetchFailed("The origin sends a damaged gzip body.") from error

    def end(self) -> None:
        """Raises FetchFailed when the body stops in the middle."""
        if self._zlib is not None and not self._zlib.eof:
            raise FetchFailed("The origin's gzip body is cut off.")
