"""The arguments of bubblewrap: a root that holds the system's libraries, this Python, and what is
mounted for one tool. No network, no other process, no other file; nothing else is writable."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")


def arguments(
    bwrap: str,
    *,
    read: Mapping[str, Path],
    write: Mapping[str, Path],
    chdir: str,
    environment: Mapping[str, str],
) -> list[str]:
    """The command line up to the command; `read` and `write` map paths inside to paths here."""
    made = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    made += ["--ro-bind", "/usr", "/usr", *_system_links()]
    made += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    made += ["--proc", "/proc", "--dev", "/dev"]
    for prefix in _python():
        made += ["--ro-bind", prefix, prefix]
    for inside, here in read.items():
        made += ["--ro-bind", str(here), inside]
    for inside, here in write.items():
        made += ["--bind", str(here), inside]
    made += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", chdir, "--clearenv"]
    for name, value in environment.items():
        made += ["--setenv", name, value]
    return [*made, "--"]


def _system_links() -> Sequence[str]:
    """The top-level library directories, as links where the host has links."""
    made: list[str] = []
    for name in _SYSTEM:
        if os.path.islink(name):
            made += ["--symlink", os.readlink(name), name]
        elif os.path.isdir(name):
            made += ["--ro-bind", name, name]
    return made


def _python() -> Sequence[str]:
    """Where this interpreter, its library and its packages live, outer directories first."""
    real = Path(os.path.realpath(sys.executable)).parents[1]
    prefixes = {sys.prefix, sys.base_prefix, str(real)}
    return sorted(p for p in prefixes if not Path(p).is_relative_to("/usr"))
