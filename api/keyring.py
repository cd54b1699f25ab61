"""Which keys there are, as the database says, remembered for a second: that long a revoked key may
still work, and a first key may not yet be asked for."""

import asyncio
import hmac
from dataclasses import dataclass
from time import monotonic

from api.access import EVERYBODY, LOCAL, Principal
from api.errors import RowSecurityOff, Unauthenticated
from mediaq import log
from mediaq.db.pool import Database, Row
from mediaq.errors import MediaqError
from mediaq.keys import parse
from mediaq.settings import Settings

FRESH_SECONDS = 1.0
USED_SECONDS = 60.0
logger = log.get(__name__)


@dataclass(frozen=True)
class _Known:
    """A key's row, and when it was asked for."""

    row: Row
    at: float


class KeyRing:
    """Looks keys up and says whether one is needed."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._database = database
        self._static = settings.api_key.get_secret_value() if settings.api_key else None
        self._pepper = settings.key_pepper.get_secret_value() if settings.key_pepper else None
        self._known: dict[str, _Known] = {}
        self._noted: dict[str, float] = {}
        self._in_use = False
        self._in_use_until = 0.0
        self._asking = asyncio.Lock()

    async def in_use(self) -> bool:
        """Whether a key is configured or an unrevoked one stored. Raises when nobody can say."""
        if not self._static and monotonic() >= self._in_use_until:
            async with self._asking:  # one asks for all who came in the meantime
                await self._ask_in_use()
        return bool(self._static) or self._in_use

    async def _ask_in_use(self) -> None:
        now = monotonic()
        if now >= self._in_use_until:
            row = await self._database.one("keys.in_use")
            self._in_use = bool(row and row["in_use"])
            self._in_use_until = now + FRESH_SECONDS

    async def identify(self, given: str) -> Principal:
        """Whose key it is. Raises Unauthenticated, for whatever reason it is not good."""
        if self._static and hmac.compare_digest(given.encode(), self._static.encode()):
            return Principal(LOCAL, key="configured")
        found = await self.find(given)
        if found is None:
            raise Unauthenticated
        return found

    async def find(self, given: str) -> Principal | None:
        """Whose stored key it is, or None. Raises RowSecurityOff, and when nobody can say."""
        key = parse(given)
        row = await self._row(key.id) if key else None
        if key is None or row is None:
            return None
        if not hmac.compare_digest(key.digest(self._pepper), bytes(row["secret_sha256"])):
            return None
        if self._database.access.role is None and row["owner"] != EVERYBODY:
            raise RowSecurityOff
        await self._note(key.id)
        return Principal(row["owner"], frozenset(row["scopes"]), key.id, row["rate_limit"])

    async def _row(self, id: str) -> Row | None:
        """Only keys that exist are remembered, so guesses fill no memory."""
        now = monotonic()
        known = self._known.get(id)
        if known and now < known.at + FRESH_SECONDS:
            return known.row
        row = await self._database.one("keys.one", {"id": id})
        if row is None:
            self._known.pop(id, None)
            self._noted.pop(id, None)
        else:
            self._known[id] = _Known(row, now)
        return row

    async def _note(self, id: str) -> None:
        """`last_used_at`, at most once a minute; no reason to refuse a request."""
        now = monotonic()
        if now < self._noted.get(id, 0.0):
            return
        self._noted[id] = now + USED_SECONDS
        try:
            await self._database.one("keys.used", {"id": id})
        except MediaqError as error:
            logger.warning("key_use_not_noted", code=error.code)
