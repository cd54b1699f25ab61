"""How a tool process is started in each tier: its command, its environment, the paths it sees."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import mediaq
from mediaq.media import bubblewrap
from mediaq.media.limits import Limits

# Not /work, /app or /src: those are names of checkouts, which are mounted at their own path.
INSIDE = "/job"
_PACKAGE = Path(mediaq.__file__).resolve().parent


@dataclass(frozen=True)
class Tier:
    """How tools are confined, and the sentence that says why, or why not better."""

    name: Literal["bubblewrap", "rlimits"]
    reason: str
    bwrap: str | None = None


@dataclass(frozen=True)
class Files:
    """What a tool gets: its source to read, its output and a temporary directory to write, the
    packages, next to mediaq, that it is imported from, and a directory of data whose files it
    reads."""

    source: Path | None
    output: Path
    tmp: Path
    packages: Sequence[Path] = ()
    data: Path | None = None


@dataclass(frozen=True)
class Launch:
    """A command ready to start, with the source, output and data as the tool will see them."""

    argv: Sequence[str]
    environment: dict[str, str]
    cwd: Path
    source: str | None
    output: str
    lifeline: int
    data: str | None = None


def launch(tier: Tier, module: str, *, files: Files, limits: Limits, lifeline: int) -> Launch:
    """Makes the command that runs `python -m module` in `tier`. It is to be started in a session of
    its own, and lives no longer than somebody holds the other end of the pipe `lifeline`."""
    orders = {"module": module, "limits": asdict(limits), "lifeline": lifeline}
    if tier.bwrap is not None:
        return _bubblewrap(tier.bwrap, orders, files=files, lifeline=lifeline)
    return _rlimits(orders, files=files, lifeline=lifeline)


def _bubblewrap(bwrap: str, orders: dict[str, Any], *, files: Files, lifeline: int) -> Launch:
    packages = (_PACKAGE, *files.packages)
    read = {f"{INSIDE}/packages/{path.name}": path.resolve() for path in packages}
    if files.source is not None:
        read[f"{INSIDE}/source"] = files.source.resolve()
    data = None
    if files.data is not None:
        data = f"{INSIDE}/data"
        # One by one: the files of a model are often links to elsewhere.
        read |= {f"{data}/{path.name}": path.resolve() for path in files.data.iterdir()}
    write = {f"{INSIDE}/output": files.output.resolve(), f"{INSIDE}/tmp": files.tmp.resolve()}
    inside, tmp = f"{INSIDE}/packages", f"{INSIDE}/tmp"
    argv = [
        *bubblewrap.arguments(
            bwrap, read=read, write=write, chdir=tmp, environment=_environment(tmp)
        ),
        *_python(f"{inside}/mediaq", {**orders, "paths": [inside]}),
    ]
    source = None if files.source is None else f"{INSIDE}/source"
    environment = _environment(str(files.tmp))
    return Launch(argv, environment, files.tmp, source, f"{INSIDE}/output", lifeline, data)


def _rlimits(orders: dict[str, Any], *, files: Files, lifeline: int) -> Launch:
    packages = (_PACKAGE, *(path.resolve() for path in files.packages))
    paths = list(dict.fromkeys(str(path.parent) for path in packages))
    argv = _python(str(_PACKAGE), {**orders, "paths": paths})
    source = None
    if files.source is not None:  # a neutral name: engines give some names a meaning
        link = files.tmp.resolve() / "source"
        link.symlink_to(files.source.resolve())
        source = str(link)
    environment = _environment(str(files.tmp.resolve()))
    data = None if files.data is None else str(files.data.resolve())
    output = str(files.output.resolve())
    return Launch(argv, environment, files.tmp, source, output, lifeline, data)


def _python(mediaq_at: str, orders: dict[str, Any]) -> list[str]:
    return [sys.executable, "-I", f"{mediaq_at}/media/enter.py", json.dumps(orders)]


def _environment(tmp: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return kept | {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TMPDIR": tmp,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
