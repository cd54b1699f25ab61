"""The first code of a tool process, run by path: takes the limits, then becomes the tool.

Standard library only, and nothing of mediaq: the limits must hold before anything is imported.
"""

import fcntl
import json
import os
import resource
import runpy
import select
import signal
import sys
from typing import Any


def main() -> None:
    """Reads its orders from the first argument: lifeline, limits, paths, module."""
    orders: dict[str, Any] = json.loads(sys.argv[1])
    _die_with(orders["lifeline"])
    _limit(orders["limits"])
    # Python ignores this signal; the tool is to die of a file that grows too large.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    sys.argv = [orders["module"]]
    sys.path[:0] = orders["paths"]
    runpy.run_module(orders["module"], run_name="__main__", alter_sys=True)


def _die_with(lifeline: int) -> None:
    """Has the kernel kill this process group when nobody holds the other end of the pipe: its
    parent closed it, or died. Unlike PR_SET_PDEATHSIG this takes children along, works across the
    processes that bubblewrap puts in between, and does not fire when a mere thread ends."""
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC)
    watch = select.poll()
    watch.register(lifeline, 0)
    if watch.poll(0):  # it ended before the request was made
        os.kill(os.getpid(), signal.SIGKILL)


def _limit(limits: dict[str, int]) -> None:
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_AS, limits["memory_bytes"])
    _set(resource.RLIMIT_CPU, limits["cpu_seconds"], grace=1)
    _set(resource.RLIMIT_FSIZE, limits["file_bytes"])
    _set(resource.RLIMIT_NOFILE, limits["open_files"])
    _set(resource.RLIMIT_NPROC, limits["processes"] + _tasks())


def _set(kind: int, value: int, grace: int = 0) -> None:
    hard = resource.getrlimit(kind)[1]
    most = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    resource.setrlimit(kind, (min(value, most), most))


def _tasks() -> int:
    """Threads that this user has already, since the kernel counts them all: here where processes
    are visible, in a sandbox of its own only the sandbox's."""
    mine = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat(f"/proc/{pid}").st_uid == os.getuid():
                mine += len(os.listdir(f"/proc/{pid}/task"))
        except OSError:  # it ended in between
            continue
    return mine


if __name__ == "__main__":
    main()
