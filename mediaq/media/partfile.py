"""The part file of an upload that comes in pieces: one writer at a time, on whatever process, and
nothing after a crash that was not promised before it."""

import fcntl
import hashlib
import os
from pathlib import Path
from types import TracebackType

from mediaq.errors import Gone
from mediaq.media.disk import full_disk, sync
from mediaq.media.formats import HEAD_BYTES
from mediaq.media.incoming import StoredFile, keep
from mediaq.media.storage import LocalStorage


def create(path: Path) -> None:
    """An empty part file."""
    with full_disk():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        sync(path.parent)


class PartFile:
    """Open, and locked for one writer. Everything here blocks: call it in a thread."""

    def __init__(self, path: Path) -> None:
        """Raises BlockingIOError while another writer has it, FileNotFoundError."""
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException:
            os.close(self._file)
            raise
        self.size = 0
        # Need not be read again when this writer has seen all of it.
        self._hash, self._hashed = hashlib.sha256(), -1

    def resume(self, offset: int) -> None:
        """Goes on at `offset`; what a crash left beyond it is cut off. Raises Gone when there are
        not so many bytes."""
        if os.fstat(self._file).st_size < offset:
            raise Gone("What had arrived of this upload is not here any more.")
        self.cut(offset)

    def cut(self, offset: int) -> None:
        """Goes back to `offset`, and forgets what stands behind it."""
        os.ftruncate(self._file, offset)
        os.lseek(self._file, offset, os.SEEK_SET)
        self.size = offset
        self._hash, self._hashed = hashlib.sha256(), 0 if offset == 0 else -1

    def write(self, chunk: bytes) -> None:
        """Appends; raises StorageFull."""
        rest = memoryview(chunk)
        with full_disk():
            while rest:
                rest = rest[os.write(self._file, rest) :]
        if self._hashed == self.size:
            self._hash.update(chunk)
            self._hashed += len(chunk)
        self.size += len(chunk)

    def sync(self) -> None:
        """Waits until what was written is on the disk."""
        with full_disk():
            os.fdatasync(self._file)

    def head(self) -> bytes:
        """The first bytes, as many as it takes to tell the format."""
        return os.pread(self._file, HEAD_BYTES, 0)

    def sha256(self) -> str:
        """Of the whole file, in hexadecimal."""
        if self._hashed == self.size:
            return self._hash.hexdigest()
        with open(os.dup(self._file), "rb") as file:
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()

    def store(self, storage: LocalStorage, sha256: str) -> StoredFile:
        """Makes it the stored file of its content."""
        with full_disk():
            stored = keep(storage, self._path, self._file, sha256)
        self._path.unlink(missing_ok=True)
        return stored

    def close(self) -> None:
        """Lets the next writer in."""
        os.close(self._file)

    def __enter__(self) -> "PartFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
