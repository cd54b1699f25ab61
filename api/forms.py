"""A multipart/form-data body read as it arrives: the one file's bytes are handed on, nothing is
spooled and nothing grows with the body."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from api.content import Content
from api.errors import InvalidMultipart, MissingField
from api.schemas.problem import FieldError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# What a body may hold besides the file: boundaries, headers, small fields nobody reads.
FORM_BYTES = 64 * 1024
# A part's header line; it holds the file name, of which 255 characters are kept.
PART_HEADER_BYTES = 16 * 1024


class FormFile:
    """The file in the form field `field`. `filename`, None until its part has begun, and
    `claimed_type` are what the part's headers say."""

    def __init__(self, request: Request, field: str, *, limit: int) -> None:
        self.filename: str | None = None
        self.claimed_type = ""
        self._field = field
        self._content = Content(request, limit=limit, margin=FORM_BYTES)
        self._parser = MultipartParser(
            _boundary(request), self._callbacks(), max_header_size=PART_HEADER_BYTES
        )
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._inside = self._ended = False
        self._buffer = bytearray()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The file's bytes. Raises InvalidMultipart, MissingField, and what Content raises."""
        async for chunk in self._content.chunks():
            self._feed(chunk)
            if self._buffer:
                yield bytes(self._buffer)
                self._buffer.clear()
        if not self._ended:
            raise InvalidMultipart("The body ends before its closing boundary.")
        if self.filename is None:
            error = FieldError(loc=("body", self._field), code="missing_field")
            raise MissingField(f"The form has no file in `{self._field}`.", errors=(error,))

    def _feed(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise InvalidMultipart from error

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
        self._headers, self._inside = {}, False

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ended(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _headers_ended(self) -> None:
        stated = parse_options_header(self._headers.get(b"content-disposition"))[1]
        self._inside = stated.get(b"name") == self._field.encode() and b"filename" in stated
        if self._inside and self.filename is not None:
            raise InvalidMultipart(f"The form has more than one file in `{self._field}`.")
        if self._inside:
            self.filename = stated[b"filename"].decode(errors="replace")
            self.claimed_type = self._headers.get(b"content-type", b"").decode("latin-1")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._inside:
            self._buffer += data[start:end]

    def _form_ended(self) -> None:
        self._ended = True


def _boundary(request: Request) -> bytes:
    boundary = parse_options_header(request.headers["content-type"])[1].get(b"boundary", b"")
    if not 0 < len(boundary) <= 70:
        raise InvalidMultipart("The Content-Type has no boundary of 1 to 70 characters.")
    return boundary
