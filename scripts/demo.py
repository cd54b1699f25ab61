"""What `scripts/demo` does once there is an environment."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mediaq.cli.follow import place
from mediaq.cli.output import say, table
from mediaq.settings import Settings

MEDIAQ = [sys.executable, "-m", "mediaq.cli"]
CLIP = Path(__file__).with_name("demo_clip.py")
Document = dict[str, Any]


def main() -> int:
    """Runs the demo; 0 when everything it looked at was completed."""
    parser = argparse.ArgumentParser(prog="scripts/demo")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--keep", action="store_true", help="leave it running until Ctrl-C")
    parser.add_argument("--started", type=float, default=time.time(), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    if asked.file and not asked.file.is_file():
        print(f"scripts/demo: {asked.file}: there is no such file", file=sys.stderr)
        return 1
    clip = settings.data / "demo.mkv"
    rendering = None if asked.file else subprocess.Popen([sys.executable, CLIP, clip])
    with _up() as ready:
        if not ready or (rendering and rendering.wait()):
            return 1
        uploaded = _upload(asked.file or clip, ready["url"])
        good = bool(uploaded) and _show(uploaded, settings.storage)
        _tell(ready, time.time() - asked.started)
        if asked.keep:
            say("running until Ctrl-C")
            with suppress(KeyboardInterrupt):
                signal.pause()
    return 0 if good else 1


@contextmanager
def _up() -> Iterator[Document]:
    """`mediaq up` until the block ends; what it says when it is ready, nothing if it fails."""
    # In a session of its own: Ctrl-C reaches us, and we stop it once. It ends when we are killed.
    command = ["setpriv", "--pdeathsig", "TERM", "--", *MEDIAQ, "up", "--port", "0", "--json"]
    up = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert up.stdout is not None
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        line = up.stdout.readline()
        yield json.loads(line) if line else {}
    except KeyboardInterrupt:
        print("scripts/demo: interrupted", file=sys.stderr)
        raise SystemExit(130) from None
    finally:
        with suppress(ProcessLookupError):
            os.kill(up.pid, signal.SIGTERM)
        up.wait()


def _upload(file: Path, url: str) -> Document:
    say(f"analysing {file}")
    command = [*MEDIAQ, "upload", str(file), "--url", url, "--wait", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    found: Document = json.loads(done.stdout) if done.stdout.strip() else {}
    return found


def _show(uploaded: Document, storage: Path) -> bool:
    """Prints the findings and where each was spoken to; whether every status is `completed`."""
    analysis = uploaded["analysis"]
    findings = analysis["feedback"]
    spoken = storage / "processed" / uploaded["asset_id"] / "speech"
    lines = []
    for finding in findings:
        audio = sorted(spoken.glob(f"{finding['feedback_id']}/*/segment_*"))
        lines.append(
            [
                finding["severity"],
                finding["code"],
                place(finding),
                finding["message"],
                " ".join(map(str, audio)) or "-",
            ]
        )
    table(["severity", "code", "place", "message", "spoken"], lines)
    statuses = [analysis["status"]]
    for finding in findings:
        statuses += [finding["ssml_status"], finding["audio_status"]]
    others = sorted({status for status in statuses if status not in ("completed", None)})
    if others:
        print(f"scripts/demo: not everything was completed: {', '.join(others)}", file=sys.stderr)
    return not others


def _tell(ready: Document, seconds: float) -> None:
    say("")
    say(f"API       {ready['url']}")
    say(f"data      {ready['data']}")
    say(f"database  {ready['database_url']}")
    say(f"took      {seconds:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
