"""What killed processes left of uploads. A file that somebody writes is locked by its process, and
the lock ends with it; so leftovers are known at once and not after a day."""

import fcntl
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from mediaq.media.incoming import PREFIX
from mediaq.media.storage import LocalStorage

# A new file is locked, or named by a committed row, only a moment after it was made.
YOUNG_SECONDS = 60.0


def sweep_incoming(storage: LocalStorage) -> int:
    """Removes files of uploads in one request whose process is gone; how many."""
    return sum(_removed(path) for path in _old(storage.tmp().glob(f"{PREFIX}*")))


def old_parts(storage: LocalStorage) -> set[UUID]:
    """The uploads that have a part file, those begun just now excepted."""
    found = set()
    for path in _old(storage.parts().iterdir()):
        with suppress(ValueError):
            found.add(UUID(path.name))
    return found


def sweep_parts(storage: LocalStorage, ids: Iterable[UUID]) -> int:
    """Removes these part files, unless somebody writes them just now; how many."""
    return sum(_removed(storage.parts() / str(id)) for id in ids)


def _old(paths: Iterable[Path]) -> list[Path]:
    limit = time.time() - YOUNG_SECONDS
    found = []
    for path in paths:
        with suppress(OSError):
            if path.lstat().st_mtime <= limit:
                found.append(path)
    return found


def _removed(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        os.close(file)
    return True
