"""The official tus client, installed once from the lock file beside this one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = ("package.json", "package-lock.json")


def installed() -> Path:
    """The directory of its modules, in the user's cache."""
    digest = sha256(b"".join((HERE / name).read_bytes() for name in PACKAGE)).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "mediaq-tests"
    target = cache / f"tus-{digest}"
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=cache))
        for name in PACKAGE:
            shutil.copy(HERE / name, made)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=made, check=True, capture_output=True, timeout=100)
        try:
            made.rename(target)
        except OSError:  # somebody else was first
            shutil.rmtree(made)
    return target / "node_modules"


@contextmanager
def uploading(endpoint: str, file: Path) -> Iterator["subprocess.Popen[str]"]:
    """The client at work; killed at the end if it still is."""
    modules = installed()
    with subprocess.Popen(
        ["node", str(HERE / "upload.cjs"), endpoint, str(file)],
        env={"PATH": os.environ["PATH"], "NODE_PATH": str(modules)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()
