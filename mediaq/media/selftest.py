"""The tool that shows whether a sandbox is usable: it reads, writes, starts a thread, and looks
for the engines that real tools import."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import Any

from mediaq.media.child import Progress, serve


def check(request: Mapping[str, Any], _: Progress) -> Mapping[str, Any]:
    """Raises where something that tools need does not work."""
    if importlib.util.find_spec("av") is None:
        raise ModuleNotFoundError("the packages of this environment are not visible inside")
    Path(request["source"]).read_bytes()
    thread = Thread(target=Path(request["output"], "written").touch)
    thread.start()
    thread.join()
    return {}


if __name__ == "__main__":
    serve(check)
