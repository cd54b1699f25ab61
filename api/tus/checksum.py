"""`Upload-Checksum`: of the bytes of one request."""

import hashlib
from base64 import b64decode
from binascii import Error

from starlette.requests import Request

from api.errors import ChecksumMismatch, InvalidHeader

# The protocol demands sha1; it guards against broken lines, not against people.
ALGORITHMS = ("sha1", "sha256", "sha512", "md5")


class Checksum:
    """What the bytes given to `update` must sum to."""

    def __init__(self, algorithm: str, expected: bytes) -> None:
        self._running = hashlib.new(algorithm, usedforsecurity=False)
        self._expected = expected

    def update(self, chunk: bytes) -> None:
        """Takes the next bytes in."""
        self._running.update(chunk)

    def check(self) -> None:
        """Raises ChecksumMismatch (460)."""
        if self._running.digest() != self._expected:
            raise ChecksumMismatch


def stated(request: Request) -> Checksum | None:
    """The request's checksum, if it states one."""
    text = request.headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, value = text.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise InvalidHeader(f"Upload-Checksum knows {', '.join(ALGORITHMS)}.")
    try:
        return Checksum(algorithm, b64decode(value.strip(), validate=True))
    except (Error, ValueError) as error:
        raise InvalidHeader("Upload-Checksum is not base64.") from error
