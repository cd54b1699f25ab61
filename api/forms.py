"""A multipart/form-data body read as it arrives: the one file's bytes are handed on in large
pieces, nothing is spooled and nothing grows with the body."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from api.errors import InvalidMultipart, UnsupportedContentType
from mediaq.errors import MediaTooLarge

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# One piece is one hop to a thread and one write; larger ones were not faster.
PIECE_BYTES = 1024 * 1024
# What a body may hold besides the file: boundaries, headers, small fields nobody reads.
FORM_BYTES = 64 * 1024
# A part's header line; it holds the file name, of which 255 characters are kept.
PART_HEADER_BYTES = 16 * 1024


class FormFile:
    """The file in the form field `field`; `filename` is None until its part has begun."""

    def __init__(self, request: Request, field: str, *, limit: int) -> None:
        self.filename: str | None = None
        self._request, self._field, self._limit = request, field, limit
        self._parser = MultipartParser(
            _boundary(request), self._callbacks(), max_header_size=PART_HEADER_BYTES
        )
        self._disposition: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._inside = self._ended = False
        self._buffer = bytearray()
        if int(request.headers.get("content-length", 0)) > limit + FORM_BYTES:
            raise self._too_large()

    async def pieces(self) -> AsyncIterator[bytes]:
        """The file's bytes. Raises InvalidMultipart, MediaTooLarge, ClientDisconnect."""
        received = 0
        async for chunk in self._request.stream():
            received += len(chunk)
            if received > self._limit + FORM_BYTES:
                raise self._too_large()
            self._feed(chunk)
            if len(self._buffer) >= PIECE_BYTES:
                yield self._taken()
        if not self._ended:
            raise InvalidMultipart("The body ends before its closing boundary.")
        if self._buffer:
            yield self._taken()

    def _too_large(self) -> MediaTooLarge:
        return MediaTooLarge(f"The upload is larger than the {self._limit} bytes allowed.")

    def _feed(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise InvalidMultipart from error

    def _taken(self) -> bytes:
        piece = bytes(self._buffer)
        self._buffer.clear()
        return piece

    def _callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._part_begun,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_ended,
            "on_headers_finished": self._headers_ended,
            "on_part_data": self._data,
            "on_end": self._form_ended,
        }

    def _part_begun(self) -> None:
        self._disposition, self._inside = {}, False

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ended(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = parse_options_header(self._value)[1]
        self._name = self._value = b""

    def _headers_ended(self) -> None:
        named = self._disposition.get(b"name") == self._field.encode()
        self._inside = named and b"filename" in self._disposition
        if self._inside and self.filename is not None:
            raise InvalidMultipart(f"The form has more than one file in `{self._field}`.")
        if self._inside:
            self.filename = self._disposition[b"filename"].decode(errors="replace")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._inside:
            self._buffer += data[start:end]

    def _form_ended(self) -> None:
        self._ended = True


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data":
        raise UnsupportedContentType("Send the file as multipart/form-data.")
    boundary = options.get(b"boundary", b"")
    if not 0 < len(boundary) <= 70:
        raise InvalidMultipart("The Content-Type has no boundary of 1 to 70 characters.")
    return boundary
