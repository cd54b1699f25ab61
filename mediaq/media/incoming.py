"""A file while it is received: hashed, counted and capped as its bytes arrive, and stored under
its content's hash, so that the same content is stored once."""

import fcntl
import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from mediaq.errors import MediaTooLarge
from mediaq.media.disk import full_disk, sync
from mediaq.media.formats import HEAD_BYTES
from mediaq.media.storage import LocalStorage, make_parents

PREFIX = "incoming-"


@dataclass(frozen=True)
class StoredFile:
    """An original in the storage; `storage_path` is its key."""

    storage_path: str
    sha256: str
    size_bytes: int


class IncomingFile:
    """Use as a context manager: what was not stored by its end is removed."""

    def __init__(self, storage: LocalStorage, *, limit: int) -> None:
        self._storage = storage
        self._limit = limit
        self._hash = hashlib.sha256()
        with full_disk():
            self._file, path = tempfile.mkstemp(dir=storage.tmp(), prefix=PREFIX)
        # Ends with the process: what is not locked is nobody's.
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._path: Path | None = Path(path)
        self.size_bytes = 0
        self.head = b""

    def write(self, chunk: bytes) -> None:
        """Appends; raises MediaTooLarge before the limit is passed, StorageFull on a full disk."""
        if self.size_bytes + len(chunk) > self._limit:
            raise MediaTooLarge(f"The media is larger than the {self._limit} bytes allowed.")
        rest = memoryview(chunk)
        with full_disk():
            while rest:
                rest = rest[os.write(self._file, rest) :]
        self._hash.update(chunk)
        self.size_bytes += len(chunk)
        if len(self.head) < HEAD_BYTES:
            self.head += chunk[: HEAD_BYTES - len(self.head)]

    @property
    def sha256(self) -> str:
        """Of what has arrived so far, in hexadecimal."""
        return self._hash.hexdigest()

    def store(self) -> StoredFile:
        """Makes the file durable under its key. Blocks on fsync: call it in a thread."""
        if self._path is None:
            raise ValueError("the file was already stored or discarded")
        with full_disk():
            stored = keep(self._storage, self._path, self._file, self.sha256)
        self.discard()
        return stored

    def discard(self) -> None:
        """Closes, and removes the temporary file if it is still there."""
        if self._path is not None:
            os.close(self._file)
            self._path.unlink(missing_ok=True)
            self._path = None

    def __enter__(self) -> "IncomingFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()


def key(sha256: str) -> str:
    """Where in the storage the content of this hash is kept."""
    return f"originals/{sha256[:2]}/{sha256}"


def keep(storage: LocalStorage, path: Path, file: int, sha256: str) -> StoredFile:
    """Makes the open `file` at `path` durable under its key, unless that content is there already;
    then the file stays where it is. Blocks on fsync."""
    size = os.fstat(file).st_size
    target = storage.root / key(sha256)
    if not _same(target, size):
        os.fsync(file)
        make_parents(target, storage.root)
        path.rename(target)
    sync(target.parent)
    return StoredFile(key(sha256), sha256, size)


def _same(target: Path, size: int) -> bool:
    """Whether the content is stored already; then its time is renewed, so that a clean-up by age
    does not take it away between here and the row that will name it."""
    with suppress(OSError):
        if target.stat().st_size == size:
            os.utime(target)
            return True
    return False
