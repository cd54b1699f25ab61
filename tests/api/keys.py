"""API keys of tests, straight into the database."""

from mediaq import keys
from tests.kit.connections import Connection


def make(
    connection: Connection,
    owner: str = "local",
    *scopes: str,
    expires_in: str | None = None,
    rate_limit: int | None = None,
) -> str:
    """A key's text; it may read and write unless scopes are named."""
    key = keys.generate()
    connection.execute(
        "insert into mediaq.api_keys"
        " (id, name, owner, secret_sha256, scopes, expires_at, rate_limit)"
        " values (%s, 'test', %s, %s, %s, mediaq.now() + %s::interval, %s)",
        [
            key.id,
            owner,
            key.digest(),
            list(scopes or ("read", "write")),
            expires_in,
            rate_limit,
        ],
    )
    return key.text


def bearer(key: str) -> dict[str, str]:
    """The header that sends it."""
    return {"Authorization": f"Bearer {key}"}
