"""Durable files: fsync, and one meaning for a full disk."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mediaq.errors import StorageFull, ToolFailed


@contextmanager
def full_disk() -> Iterator[None]:
    """Turns "no space left" and "quota exceeded" into StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from error
        raise


def sync(path: Path) -> None:
    """Waits until a file's content, or a directory's entries, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(top: Path) -> None:
    """`sync` for everything below and including `top`, which may hold only files and directories.

    Tools that took hostile input wrote these: a link would lead readers out, a pipe block them.
    """
    for directory, subdirectories, files in os.walk(top):
        here = Path(directory)
        for name in (*subdirectories, *files):
            mode = os.lstat(here / name).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise ToolFailed("The tool left something that is neither file nor directory.")
        for name in files:
            sync(here / name)
        sync(here)


def newest_change(top: Path) -> float:
    """The latest modification time of `top` and everything below; 0.0 when it is gone."""
    newest = _changed(top)
    for directory, subdirectories, files in os.walk(top):
        for name in (*subdirectories, *files):
            newest = max(newest, _changed(Path(directory, name)))
    return newest


def _changed(path: Path) -> float:
    try:
        return os.lstat(path).st_mtime
    except OSError:
        return 0.0
