"""API keys: `mq_<id>_<secret>`. The id finds the row, of the whole only a hash is stored.

The secret is 43 characters of base62, 256 random bits: a slow hash would buy nothing.
"""

import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass, field

ID_LENGTH, SECRET_LENGTH = 8, 43
SCOPES = ("read", "write", "admin")
_ALPHABET = string.ascii_letters + string.digits
_FORM = re.compile(rf"mq_([A-Za-z0-9]{{{ID_LENGTH}}})_[A-Za-z0-9]{{{SECRET_LENGTH}}}")


@dataclass(frozen=True)
class Key:
    """A whole key, as its holder sends it; `text` is in no repr."""

    id: str
    text: str = field(repr=False)

    def digest(self, pepper: str | None = None) -> bytes:
        """The stored 32 bytes: SHA-256 of the text, or HMAC-SHA-256 under a pepper."""
        text = self.text.encode()
        if pepper:
            return hmac.digest(pepper.encode(), text, "sha256")
        return hashlib.sha256(text).digest()


def generate() -> Key:
    """A new key from the system's random source."""
    id, secret = (
        "".join(secrets.choice(_ALPHABET) for _ in range(length))
        for length in (ID_LENGTH, SECRET_LENGTH)
    )
    return Key(id, f"mq_{id}_{secret}")


def parse(text: str) -> Key | None:
    """The key that a text is, or None."""
    found = _FORM.fullmatch(text)
    return Key(found[1], text) if found else None
