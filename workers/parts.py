"""What the handlers stand on: one set per worker process."""

from dataclasses import dataclass

from mediaq.db.pool import Database
from mediaq.errors import StorageFull
from mediaq.media.sandbox import Limits, Tier, tier
from mediaq.media.storage import LocalStorage
from mediaq.settings import Settings


@dataclass(frozen=True)
class Parts:
    """Database, storage and the sandbox that tools run in."""

    settings: Settings
    database: Database
    storage: LocalStorage
    tier: Tier
    limits: Limits

    @classmethod
    def of(cls, settings: Settings, database: Database) -> "Parts":
        """Probes the sandbox, so call it at start."""
        return cls(
            settings,
            database,
            LocalStorage(settings.storage, settings.media_roots),
            tier(settings.sandbox),
            Limits.of(settings),
        )

    def enough_room(self) -> bool:
        """Whether files may be written; a storage that cannot be asked has no room either."""
        try:
            return self.storage.free_bytes() >= self.settings.storage_floor_bytes
        except (OSError, StorageFull):
            return False
