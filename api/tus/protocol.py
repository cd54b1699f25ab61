"""The headers of tus 1.0, read strictly."""

import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import InvalidHeader, UnsupportedContentType, UnsupportedTusVersion

VERSION = "1.0.0"
EXTENSIONS = (
    "creation",
    "creation-defer-length",
    "creation-with-upload",
    "checksum",
    "expiration",
    "termination",
)
CONTENT_TYPE = "application/offset+octet-stream"
METADATA_BYTES = 8192
_NUMBER = re.compile(r"[0-9]{1,18}")
_KEY = re.compile(r"[\x21-\x2b\x2d-\x7e]+")


@dataclass(frozen=True)
class Metadata:
    """`Upload-Metadata`: as it was sent, and its values by key."""

    text: str
    values: dict[str, str]

    def first(self, *keys: str) -> str:
        """The value of the first of these keys that is there."""
        return next((self.values[key] for key in keys if key in self.values), "")


class Speaks:
    """ASGI middleware of the routes: every answer says which protocol it is in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(b"tus-resumable", VERSION.encode()), (b"cache-control", b"no-store")]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self.app(scope, receive, said)


def check_version(request: Request) -> None:
    """Raises UnsupportedTusVersion (412) unless the client speaks ours."""
    if request.headers.get("tus-resumable") != VERSION:
        raise UnsupportedTusVersion(headers={"Tus-Version": VERSION})


def is_piece(request: Request) -> bool:
    """Whether the body is a piece of an upload."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == CONTENT_TYPE


def check_type(request: Request) -> None:
    """Raises UnsupportedContentType unless the body is a piece of an upload."""
    if not is_piece(request):
        raise UnsupportedContentType(f"Send the bytes as {CONTENT_TYPE}.")


def number(request: Request, name: str) -> int | None:
    """A header that is a number of bytes; None when it is absent."""
    text = request.headers.get(name)
    if text is not None and not _NUMBER.fullmatch(text):
        raise InvalidHeader(f"{name} is not a number of bytes.")
    return None if text is None else int(text)


def length(request: Request) -> int | None:
    """The length that a creation states; None when it is to be known later."""
    stated = number(request, "Upload-Length")
    deferred = request.headers.get("upload-defer-length")
    if deferred not in (None, "1") or (stated is None) == (deferred is None):
        raise InvalidHeader("State either Upload-Length or Upload-Defer-Length: 1.")
    return stated


def metadata(request: Request) -> Metadata:
    """Pairs of a key and its base64 value, separated by commas."""
    text = request.headers.get("upload-metadata", "").strip()
    if len(text) > METADATA_BYTES:
        raise InvalidHeader(f"Upload-Metadata is longer than {METADATA_BYTES} bytes.")
    values = dict(_pair(part.strip()) for part in text.split(",")) if text else {}
    return Metadata(text, values)


def _pair(text: str) -> tuple[str, str]:
    key, _, value = text.partition(" ")
    if not _KEY.fullmatch(key):
        raise InvalidHeader("Upload-Metadata has a key that is empty or not ASCII.")
    try:
        return key, b64decode(value.strip(), validate=True).decode(errors="replace")
    except (Error, ValueError) as error:
        raise InvalidHeader("Upload-Metadata has a value that is not base64.") from error


def http_date(moment: datetime) -> str:
    """As `Upload-Expires` has it (RFC 9110)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
