"""Whether anything below a directory is opened while something happens (inotify)."""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

OPENED = 0x20


@contextmanager
def watching(directory: Path) -> Iterator[Callable[[], bool]]:
    """Yields a question: was the directory, or a file in it, opened since it was last asked?"""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_NONBLOCK)
    if descriptor < 0 or libc.inotify_add_watch(descriptor, os.fsencode(directory), OPENED) < 0:
        raise OSError(ctypes.get_errno(), "inotify")

    def opened() -> bool:
        try:
            return bool(os.read(descriptor, 65_536))
        except BlockingIOError:
            return False

    try:
        yield opened
    finally:
        os.close(descriptor)
