"""Signing secrets: derived from one master secret, so that no table holds any.

A receiver's owner has the secret `whsec_` + base64 of HMAC-SHA256(master, "webhook", version,
owner). Its version is counted in `webhook_secrets`.
"""

import hmac
import os
import secrets
from base64 import b64encode
from pathlib import Path

from mediaq.errors import InvalidInput
from mediaq.own_secrets import WEBHOOK_SECRET_LENGTH
from mediaq.settings import Settings

FILE = "webhook-secret"


def master_secret(settings: Settings) -> bytes:
    """The one in the settings, else that in the data directory, which is made when it is missing.

    Raises InvalidInput when the file holds none; OSError when it cannot be read or made.
    """
    if settings.webhook_secret:
        return settings.webhook_secret.get_secret_value().encode()
    path = settings.data / FILE
    if not path.exists():
        _make(path)
    found = path.read_bytes().strip()
    if len(found) < WEBHOOK_SECRET_LENGTH:
        raise InvalidInput(f"{path} holds no secret; remove it, and a new one is made.")
    return found


def signing_secret(master: bytes, owner: str, version: int) -> str:
    """The secret of an owner, as receivers and the Standard Webhooks libraries take it."""
    said = b"\0".join([b"webhook", str(version).encode(), owner.encode()])
    return f"whsec_{b64encode(hmac.digest(master, said, 'sha256')).decode()}"


def _make(path: Path) -> None:
    """Writes a new secret; of several processes that do so at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{FILE}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
