"""A tool with the habits that the sandbox must cope with; the request's "do" picks one."""

import ctypes
import itertools
import os
import resource
import signal
import socket
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mediaq.errors import MediaInvalid
from mediaq.media.child import Progress, serve

Answer = Mapping[str, Any]
LIMITS = ("AS", "CPU", "FSIZE", "NOFILE", "NPROC", "CORE")


def look(request: Mapping[str, Any], progress: Progress) -> Answer:
    progress(10)
    progress(55.5)
    Path(request["output"], "made").write_text("made")
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
    return {
        "source": Path(request["source"]).read_text() if request["source"] else None,
        "name": os.path.basename(request["source"] or ""),
        "environment": dict(os.environ),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "session": os.getsid(0) == os.getpgid(0),
        "limits": {n: resource.getrlimit(getattr(resource, f"RLIMIT_{n}"))[0] for n in LIMITS},
    }


def pry(request: Mapping[str, Any], _: Progress) -> Answer:
    """What can be read, written and reached beyond the sandbox."""
    reached = True
    try:
        socket.create_connection(("127.0.0.1", request["port"]), timeout=5).close()
    except OSError:
        reached = False
    writable = [path for path in request["paths"] if _writable(path)]
    return {
        "readable": [path for path in request["paths"] if os.path.exists(path)],
        "writable": writable,
        "network": reached,
        "processes": len([pid for pid in os.listdir("/proc") if pid.isdigit()]),
        "devices": Path("/dev/null").write_bytes(b"x"),
    }


def _writable(path: str) -> bool:
    probe = Path(path, ".probe")
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def hold(request: Mapping[str, Any], progress: Progress) -> Answer:
    """Tells through the pipe that it lives, in two processes, and waits to be killed."""
    alive = os.open(os.path.join(request["output"], "alive"), os.O_WRONLY)
    if os.fork() == 0:
        os.write(alive, b"c")
        signal.pause()
    os.write(alive, b"p")
    progress(1)
    signal.pause()
    return {}


def leave_a_child(request: Mapping[str, Any], _: Progress) -> Answer:
    """Answers while a process in a session of its own keeps the pipes open."""
    ready, told = os.pipe()
    if os.fork() == 0:
        if request.get("escape"):
            os.setsid()
        os.write(os.open(os.path.join(request["output"], "alive"), os.O_WRONLY), b"c")
        os.write(told, b"x")
        signal.pause()
    os.read(ready, 1)
    if request.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    return {"done": True}


def refuse(request: Mapping[str, Any], _: Progress) -> Answer:
    raise MediaInvalid("Frame 3 cannot be decoded.")


def break_down(request: Mapping[str, Any], _: Progress) -> Answer:
    raise LookupError("something unforeseen")


def crash(request: Mapping[str, Any], _: Progress) -> Answer:
    ctypes.string_at(0)
    return {}


def flood_and_crash(request: Mapping[str, Any], _: Progress) -> Answer:
    for _number in range(200):
        sys.stderr.write("words " * 2000)
        print("words on stdout " * 100)
    sys.stderr.write("the last words")
    sys.stderr.flush()
    return crash(request, _)


def burn(request: Mapping[str, Any], _: Progress) -> Answer:
    while True:
        pass


def eat(request: Mapping[str, Any], _: Progress) -> Answer:
    return {"eaten": len(bytearray(request["bytes"]))}


def grow(request: Mapping[str, Any], _: Progress) -> Answer:
    with Path(request["output"], "big").open("wb") as file:
        while True:
            file.write(bytes(1 << 20))


def litter(request: Mapping[str, Any], _: Progress) -> Answer:
    """Files without end, each of a size that is allowed."""
    for number in itertools.count():
        Path(request["output"] if number % 2 else tempfile.gettempdir(), str(number)).write_bytes(
            bytes(1 << 20)
        )
    return {}


def turn_deaf(request: Mapping[str, Any], progress: Progress) -> Answer:
    """Ignores every signal that can be ignored."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    return hold(request, progress)


def multiply(request: Mapping[str, Any], _: Progress) -> Answer:
    """As many processes as it can have, at most so many; all of them wait to be killed."""
    os.open(os.path.join(request["output"], "alive"), os.O_WRONLY)
    for made in range(request["most"]):
        try:
            if os.fork() == 0:
                signal.pause()
        except OSError:
            return {"made": made}
    return {"made": request["most"]}


def reach(request: Mapping[str, Any], _: Progress) -> Answer:
    """Tries the other ways out: sockets that are no TCP, signals, its own source, new devices."""
    return {
        name: _works(attempt)
        for name, attempt in {
            "abstract socket": lambda: _unix("\0" + request["name"]),
            "socket in the file system": lambda: _unix(request["path"]),
            "IPv6": lambda: socket.create_connection(("::1", request["port"]), timeout=5),
            "name service": lambda: socket.getaddrinfo("example.org", 80),
            "signal": lambda: os.kill(request["pid"], 0),
            "writing the source": lambda: open(request["source"], "r+b").close(),
            "replacing the source": lambda: os.rename(request["source"], request["source"] + "x"),
            "mount": lambda: os.mkdir("/mnt/x"),
            "device": lambda: os.mknod(f"{request['output']}/x", 0o600 | stat.S_IFBLK, 0x800),
        }.items()
    }


def _unix(name: str) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        client.connect(name)


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def answer_much(request: Mapping[str, Any], _: Progress) -> Answer:
    return {"much": "x" * request["bytes"]}


HABITS = (
    look, pry, hold, leave_a_child, refuse, break_down, crash, flood_and_crash, burn, eat, grow,
    answer_much, litter, turn_deaf, multiply, reach,
)  # fmt: skip


def do(request: Mapping[str, Any], progress: Progress) -> Answer:
    return {habit.__name__: habit for habit in HABITS}[request["do"]](request, progress)


if __name__ == "__main__":
    serve(do)
