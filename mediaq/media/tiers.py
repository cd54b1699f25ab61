"""Which tier of the tool sandbox works on this machine, found out by running one."""

import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Literal

from mediaq.errors import ToolFailed
from mediaq.media.launch import Files, Tier, launch
from mediaq.media.limits import Limits

_PROBE_SECONDS = 20
_SANDBOXED = "Tools see one file, no network and no other process."
_CHOSEN = "MEDIAQ_SANDBOX asks for limits only: tools can read this user's files."


def tier(setting: Literal["auto", "bubblewrap", "rlimits"]) -> Tier:
    """The tier to run tools in; call it at start, as the first call runs a probe.

    Raises ToolFailed when bubblewrap is demanded and does not work.
    """
    if setting == "rlimits":
        return Tier("rlimits", _CHOSEN)
    bwrap, trouble = _bubblewrap()
    if bwrap is not None:
        return Tier("bubblewrap", _SANDBOXED, bwrap)
    if setting == "bubblewrap":
        raise ToolFailed(f"MEDIAQ_SANDBOX demands bubblewrap, but {trouble}.")
    return Tier("rlimits", f"Tools can read this user's files, because {trouble}.")


@cache
def _bubblewrap() -> tuple[str | None, str]:
    """The program, or why it cannot be used."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return None, "bubblewrap (bwrap) is not installed"
    trouble = _probe(Tier("bubblewrap", "", bwrap))
    return (None, f"bubblewrap does not work here: {trouble}") if trouble else (bwrap, "")


def _probe(candidate: Tier) -> str | None:
    """Runs the self-test with the arguments that tools get; the trouble, if any."""
    with tempfile.TemporaryDirectory(prefix="mediaq-probe-") as name:
        output, tmp = Path(name, "output"), Path(name, "tmp")
        output.mkdir()
        tmp.mkdir()
        try:
            ran = _selftest(candidate, Files(Path(__file__), output, tmp))
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)[:200]
        if ran.stdout.startswith('{"result"') and (output / "written").exists():
            return None
        return (ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"])[-1][:200]


def _selftest(candidate: Tier, files: Files) -> subprocess.CompletedProcess[str]:
    ends = os.pipe()
    try:
        made = launch(
            candidate, "mediaq.media.selftest", files=files, limits=Limits(), lifeline=ends[0]
        )
        return subprocess.run(
            made.argv,
            env=made.environment,
            input=json.dumps({"source": made.source, "output": made.output}),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PROBE_SECONDS,
            pass_fds=[made.lifeline],
            start_new_session=True,
        )
    finally:
        for end in ends:
            os.close(end)
