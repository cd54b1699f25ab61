"""`scripts/fuzz-api`: an embedded Postgres, the API over it, and schemathesis against both."""

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediaq.settings import Settings
from tests.api.keys import make
from tests.api.process import running
from tests.fuzz.config import document, toml
from tests.fuzz.stock import begun_uploads, stock
from tests.kit.cluster import Cluster, cluster
from tests.kit.connections import opener

SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))


@dataclass(frozen=True)
class Outcome:
    """What schemathesis said: its exit code, its words, its report."""

    code: int
    text: str
    report: dict[str, Any]


def fuzz(server: Cluster, directory: Path, options: list[str], *, timeout: float) -> Outcome:
    """One run against a database of its own; `options` are those of `schemathesis run`."""
    with ExitStack() as stack:
        url = stack.enter_context(server.database())
        settings = Settings(
            _env_file=None,
            database_url=url,
            storage_dir=directory / "storage",
            host="127.0.0.1",
            port=0,
            max_upload_bytes=1_000_000,
            shutdown_grace=1.0,
        )
        connection = stack.enter_context(opener(url))()
        ids = stock(connection, settings)
        key = make(connection, "*", "read", "write", "admin")
        api = stack.enter_context(running(settings))
        ids["upload_id"] = begun_uploads(api.url, key)
        return _schemathesis(
            directory, toml(ids, key, directory / "examples"), api.url, options, timeout
        )


def _schemathesis(
    directory: Path, config: str, url: str, options: list[str], timeout: float
) -> Outcome:
    (directory / "schemathesis.toml").write_text(config)
    (directory / "openapi.json").write_text(json.dumps(document()))
    report = directory / "report.json"
    command = [SCHEMATHESIS, "--config-file", "schemathesis.toml", "run", "openapi.json"]
    command += ["--url", url, "--checks", "all", "--report-json-path", str(report), *options]
    done = subprocess.run(
        command, cwd=directory, capture_output=True, text=True, timeout=timeout, check=False
    )
    found = json.loads(report.read_text()) if report.is_file() else {}
    return Outcome(done.returncode, done.stdout + done.stderr, found)


def main() -> int:
    """Runs until the cases are spent; the exit code is schemathesis' own."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz-api")
    parser.add_argument("--cases", type=int, default=50, help="fuzzed cases of each operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave report and configuration here")
    asked, more = parser.parse_known_args()
    with ExitStack() as stack:
        directory = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        directory.mkdir(parents=True, exist_ok=True)
        options = ["--max-examples", str(asked.cases), "--seed", str(asked.seed), *more]
        server = stack.enter_context(cluster())
        outcome = fuzz(server, directory.resolve(), options, timeout=3600)
    print(outcome.text)
    return outcome.code


if __name__ == "__main__":
    sys.exit(main())
