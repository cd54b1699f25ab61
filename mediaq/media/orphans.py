"""Stored files that may have no row: an original, or the products of one attempt. They are found by
their age, taken out of sight, and only then deleted, so that whoever needs one after all either
finds it or has made it anew.
"""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mediaq.media.disk import newest_change
from mediaq.media.storage import LocalStorage

_HEX, _ID = r"[0-9a-f]{2}", r"[0-9a-f-]{36}"
_ORIGINAL = re.compile(rf"originals/{_HEX}/[0-9a-f]{{64}}")
_PRODUCTS = re.compile(rf"processed/{_ID}/(?:{_ID}|speech/\d+)/\d+")


@dataclass(frozen=True)
class Stored:
    """What is stored and removed together: its key, the keys of its files, bytes, and when it was
    last changed, in seconds of this machine's clock."""

    key: str
    files: Sequence[str]
    size_bytes: int
    changed: float


def old_ones(storage: LocalStorage, older_than_seconds: float) -> Iterator[Stored]:
    """Everything under the names that mediaq gives, unchanged for so long; nothing else below the
    root is looked at."""
    limit = time.time() - older_than_seconds
    for top in ("originals", "processed"):
        for path in _below(storage.root, storage.root / top):
            changed = newest_change(path)
            if 0.0 < changed <= limit:
                files = list(_files(path))
                keys = [str(file.relative_to(storage.root)) for file in files]
                key = str(path.relative_to(storage.root))
                yield Stored(key, keys, sum(map(_size, files)), changed)


def _below(root: Path, directory: Path) -> Iterator[Path]:
    """Originals, and directories of products."""
    with suppress(OSError):
        for path in sorted(directory.iterdir()):
            key = str(path.relative_to(root))
            if path.is_symlink():
                continue
            if _ORIGINAL.fullmatch(key) if path.is_file() else _PRODUCTS.fullmatch(key):
                yield path
            elif path.is_dir():
                yield from _below(root, path)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for directory, _, names in os.walk(path):
        yield from (Path(directory, name) for name in names)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


class Removal:
    """A context manager. Inside, the things are out of sight; at its end those are deleted that are
    as old as they were and were not `spared`, the others are where they had been."""

    def __init__(self, storage: LocalStorage, things: Sequence[Stored]) -> None:
        self._storage, self._things = storage, things
        self._spared: set[str] = set()
        self.removed: list[Stored] = []

    def spare(self, key: str) -> None:
        """Keeps one."""
        self._spared.add(key)

    def __enter__(self) -> "Removal":
        self._aside = Path(tempfile.mkdtemp(dir=self._storage.tmp(), prefix="removed-"))
        self._hidden: list[tuple[Stored, Path]] = []
        for number, thing in enumerate(self._things):
            path, hidden = self._storage.root / thing.key, self._aside / str(number)
            if newest_change(path) == thing.changed:
                with suppress(OSError):
                    path.rename(hidden)
                    self._hidden.append((thing, hidden))
        return self

    def __exit__(self, *error: object) -> None:
        for thing, path in self._hidden:
            renewed = newest_change(path) > thing.changed
            if error[0] is not None or renewed or thing.key in self._spared:
                self._put_back(thing, path)
            else:
                self.removed.append(thing)
        shutil.rmtree(self._aside, ignore_errors=True)

    def _put_back(self, thing: Stored, path: Path) -> None:
        """Unless it was made anew meanwhile: then that one stays."""
        target = self._storage.root / thing.key
        with suppress(FileExistsError):
            if path.is_dir():
                with suppress(OSError):
                    path.rename(target)
            else:
                os.link(path, target)
