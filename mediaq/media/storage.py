"""Stored files in a local directory. A key is a relative path below the root; what is being made
lives below `root/tmp` and becomes visible by rename(2), whole or not at all."""

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mediaq.errors import BlobMissing, PathOutsideStorage
from mediaq.media.disk import full_disk, newest_change, sync, sync_tree

_KEY = re.compile(r"(?!tmp(?:/|\Z))(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")

PARTS = "parts"


@dataclass(frozen=True)
class LocalStorage:
    """`root` holds the keys; rows may also name files in `extra_roots`, which is only read."""

    root: Path
    extra_roots: Sequence[Path] = ()

    def open_path(self, storage_path: str) -> Path:
        """The file behind a row's `storage_path`, a key or an absolute path, symlinks resolved."""
        try:
            path = Path(os.path.realpath(self.root / storage_path))
            roots = [Path(os.path.realpath(r)) for r in (self.root, *self.extra_roots)]
            if not any(path.is_relative_to(root) for root in roots):
                raise PathOutsideStorage(
                    "The path lies outside the storage: put the file under the storage root, or "
                    "add its directory to MEDIAQ_MEDIA_ROOTS."
                )
            regular = stat.S_ISREG(path.stat().st_mode)
        except (OSError, ValueError) as error:  # missing, a loop; a NUL, a lone surrogate
            raise BlobMissing("The stored file does not exist.") from error
        if not regular:
            raise BlobMissing("The stored file is not a regular file.")
        return path

    def tmp(self) -> Path:
        """The directory of unfinished things, made at need; on the same file system as the keys."""
        with full_disk():
            path = self.root / "tmp"
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    def parts(self) -> Path:
        """The directory of uploads that come in pieces, made at need; `sweep` spares it."""
        with full_disk():
            path = self.tmp() / PARTS
            path.mkdir(exist_ok=True, mode=0o700)
        return path

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A new private directory, removed at the end unless it was published."""
        with full_disk():
            path = Path(tempfile.mkdtemp(dir=self.tmp(), prefix="scratch-"))
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def publish(self, directory: Path, key: str) -> None:
        """Makes `directory`, which came from `scratch`, durable and then visible as `key`.

        Blocks on fsync. A tree that is already there is replaced, absent for a moment: put the
        lease into the key where two workers could publish the same.
        """
        target = self._target(key)
        with full_disk():
            sync_tree(directory)
            make_parents(target, self.root)
            self._put_aside(target)
            directory.rename(target)
            sync(target.parent)

    def remove(self, key: str) -> None:
        """Removes a file or a tree; nothing happens when there is none."""
        target = self._target(key)
        if target.is_dir() and not target.is_symlink():
            self._put_aside(target)
        else:
            target.unlink(missing_ok=True)

    def sweep(self, older_than_seconds: float) -> int:
        """Removes what crashed processes left below `tmp` and has not changed for so long."""
        stale = self.stale(older_than_seconds)
        for path in stale:
            _delete(path)
        return len(stale)

    def stale(self, older_than_seconds: float) -> Sequence[Path]:
        """What `sweep` would remove."""
        limit = time.time() - older_than_seconds
        here = (path for path in self.tmp().iterdir() if path.name != PARTS)
        return [path for path in here if newest_change(path) <= limit]

    def free_bytes(self) -> int:
        """Bytes that an ordinary user may still write."""
        return shutil.disk_usage(self.tmp()).free

    def _target(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise PathOutsideStorage(f"{key[:100]!r} is not a storage key.")
        return self.root / key

    def _put_aside(self, target: Path) -> None:
        """Takes a tree out of sight in one step, then deletes it."""
        aside = Path(tempfile.mkdtemp(dir=self.tmp(), prefix="removed-"))
        with suppress(FileNotFoundError):
            target.rename(aside / "tree")
        _delete(aside)


def make_parents(target: Path, root: Path) -> None:
    """Makes the missing directories above `target` and syncs the ones that gained an entry."""
    missing = [p for p in target.parents if p.is_relative_to(root) and not p.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    for made in reversed(missing):
        sync(made.parent)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
