"""Integrity fields of a request (RFC 9530): `Content-Digest` and `Repr-Digest`. A request has no
content coding here, so both are of the same bytes: the body as it was sent."""

import hashlib
import re
from base64 import b64decode
from binascii import Error

from starlette.datastructures import Headers

from api.errors import DigestMismatch, InvalidDigest

FIELDS = ("content-digest", "repr-digest")
ALGORITHMS = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}
# A member of a dictionary of byte sequences (RFC 9651 §3.2); parameters are allowed and ignored.
_MEMBER = re.compile(
    r"(?P<name>[a-z*][a-z0-9_.*-]*)=:(?P<value>[A-Za-z0-9+/=]*):"
    r'(?:; *[a-z*][a-z0-9_.*-]*(?:=(?:"[^"]*"|[^",; ]+))?)*'
)


class Digests:
    """What the headers say that the bytes given to `update` must hash to; other algorithms than
    ours are ignored, as the RFC has it. Raises InvalidDigest for what does not follow it."""

    def __init__(self, headers: Headers) -> None:
        stated = [pair for field in FIELDS for pair in _stated(headers, field)]
        self._stated = [(name, value) for name, value in stated if name in ALGORITHMS]
        self._running = {name: ALGORITHMS[name]() for name, _ in self._stated}
        if any(len(value) != self._running[name].digest_size for name, value in self._stated):
            raise InvalidDigest("A digest has not the length of its algorithm.")

    @property
    def any(self) -> bool:
        """Whether there is something to check."""
        return bool(self._stated)

    def update(self, chunk: bytes) -> None:
        """Takes the next bytes in."""
        for running in self._running.values():
            running.update(chunk)

    def check(self) -> None:
        """Raises DigestMismatch unless all that was stated is true."""
        for name, value in self._stated:
            if self._running[name].digest() != value:
                raise DigestMismatch(f"The {name} of what arrived is another.")


def _stated(headers: Headers, field: str) -> list[tuple[str, bytes]]:
    lines = [line for line in headers.getlist(field) if line.strip()]
    members = re.split(r"[ \t]*,[ \t]*", ",".join(lines).strip()) if lines else []
    return [_member(member) for member in members]


def _member(text: str) -> tuple[str, bytes]:
    found = _MEMBER.fullmatch(text)
    if not found:
        raise InvalidDigest
    try:
        return found["name"], b64decode(found["value"], validate=True)
    except Error as error:
        raise InvalidDigest from error
